//! Swapping one site for another as long as it helps.

/// Weighted costs of a p-median, one list a site: what each place of demand pays when served from there.
#[derive(Debug, Clone)]
pub(super) struct Costs {
    pub(super) by_site: Vec<Vec<f64>>,
    pub(super) places: usize,
}

/// Open sites and what they cost.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Choice {
    /// In rising order.
    pub(super) open: Vec<usize>,
    pub(super) cost: f64,
}

/// Each place's nearest and second nearest open site.
struct Nearest {
    first: Vec<f64>,
    second: Vec<f64>,
    /// Position of the nearest in the list of open sites.
    at: Vec<usize>,
}

impl Costs {
    pub(super) fn sites(&self) -> usize {
        self.by_site.len()
    }

    pub(super) fn cost(&self, open: &[usize]) -> f64 {
        let mut least = vec![f64::INFINITY; self.places];
        for site in open {
            for (least, cost) in least.iter_mut().zip(&self.by_site[*site]) {
                *least = least.min(*cost);
            }
        }
        least.iter().sum()
    }

    /// For each place the open site that serves it; of equals the first.
    pub(super) fn assigned(&self, open: &[usize]) -> Vec<usize> {
        (0..self.places)
            .map(|place| {
                open.iter().copied().fold(open[0], |best, site| {
                    if self.by_site[site][place] < self.by_site[best][place] { site } else { best }
                })
            })
            .collect()
    }

    fn nearest(&self, open: &[usize]) -> Nearest {
        let mut near = Nearest {
            first: vec![f64::INFINITY; self.places],
            second: vec![f64::INFINITY; self.places],
            at: vec![0; self.places],
        };
        for (at, site) in open.iter().enumerate() {
            for (place, cost) in self.by_site[*site].iter().enumerate() {
                if *cost < near.first[place] {
                    near.second[place] = near.first[place];
                    near.first[place] = *cost;
                    near.at[place] = at;
                } else if *cost < near.second[place] {
                    near.second[place] = *cost;
                }
            }
        }
        near
    }

    /// Adds sites one by one, each where it saves most, until `count` are open.
    pub(super) fn greedy(&self, kept: &[usize], count: usize, allowed: &[bool]) -> Vec<usize> {
        let mut open = kept.to_vec();
        let mut least = vec![f64::INFINITY; self.places];
        for site in kept {
            least.iter_mut().zip(&self.by_site[*site]).for_each(|(least, cost)| *least = least.min(*cost));
        }
        while open.len() < count {
            let mut best: Option<(f64, usize)> = None;
            for site in (0..self.sites()).filter(|site| allowed[*site] && !open.contains(site)) {
                let cost: f64 =
                    self.by_site[site].iter().zip(&least).map(|(cost, least)| cost.min(*least)).sum();
                if best.is_none_or(|(least, _)| cost < least) {
                    best = Some((cost, site));
                }
            }
            let Some((_, site)) = best else { break };
            least.iter_mut().zip(&self.by_site[site]).for_each(|(least, cost)| *least = least.min(*cost));
            open.push(site);
        }
        open.sort_unstable();
        open
    }

    /// Swaps the pair that saves most until none saves anything (Teitz and Bart 1968, in the quick form of Whitaker 1983).
    ///
    /// Sites that are not `free` stay as they are, open or closed.
    pub(super) fn interchanged(&self, start: Vec<usize>, free: &[bool]) -> Choice {
        let mut open = start;
        loop {
            let near = self.nearest(&open);
            let cost: f64 = near.first.iter().sum();
            let mut best = (1e-12 * cost.abs(), None);
            let mut losses = vec![0.0; open.len()];
            for (site, costs) in self.by_site.iter().enumerate() {
                if !free[site] || open.contains(&site) {
                    continue;
                }
                losses.iter_mut().for_each(|loss| *loss = 0.0);
                let mut gain = 0.0;
                for (place, cost) in costs.iter().enumerate() {
                    let first = near.first[place];
                    if *cost < first {
                        gain += first - cost;
                    } else {
                        losses[near.at[place]] += cost.min(near.second[place]) - first;
                    }
                }
                for (out, loss) in losses.iter().enumerate() {
                    if free[open[out]] && gain - loss > best.0 {
                        best = (gain - loss, Some((out, site)));
                    }
                }
            }
            let Some((out, site)) = best.1 else {
                open.sort_unstable();
                return Choice { cost: self.cost(&open), open };
            };
            open[out] = site;
        }
    }
}
