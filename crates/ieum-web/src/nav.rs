//! The places of the house and the pages inside them, as the head of every page shows them.

use ieum_kernel::{Actor, Permission};

/// A page inside a place, shown below the main navigation while one is there.
#[derive(Debug, Clone, Copy)]
pub struct Inside {
    /// Message that names it.
    pub label: &'static str,
    /// Where it leads.
    pub href: &'static str,
    /// Other paths that belong to it.
    pub prefixes: &'static [&'static str],
    /// Who sees it.
    pub permission: &'static Permission,
}

impl Inside {
    /// How much of a path is this page's, letters; nothing when it lies elsewhere.
    fn holds(&self, bare: &str) -> Option<usize> {
        let own = std::iter::once(&self.href).chain(self.prefixes);
        own.filter(|p| bare == **p || bare.starts_with(&format!("{p}/"))).map(|p| p.len()).max()
    }
}

/// One entry of the main navigation. Message `kit-place-<key>` names it. Several rooms may add pages to one place.
#[derive(Debug, Clone, Copy)]
pub struct Nav {
    /// `problems`, `find`, `work`, `data`, `commercialise`, `region`, `foresight`, `network` or `admin`.
    pub key: &'static str,
    /// Where it leads.
    pub href: &'static str,
    /// Paths that count as inside it.
    pub prefixes: &'static [&'static str],
    /// Who sees it.
    pub permission: &'static Permission,
    /// Its pages.
    pub inside: &'static [Inside],
}

/// A place as the whole house has it: what all rooms put there.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) key: &'static str,
    href: &'static str,
    prefixes: Vec<&'static str>,
    permission: &'static Permission,
    inside: Vec<Inside>,
}

impl Place {
    /// Puts together what rooms have at the same place, in the fixed order.
    pub(crate) fn gather(rooms: Vec<Nav>) -> Vec<Self> {
        let mut places: Vec<Self> = Vec::new();
        for nav in rooms {
            match places.iter_mut().find(|place| place.key == nav.key) {
                Some(place) => {
                    place.prefixes.extend(nav.prefixes);
                    place.inside.extend(nav.inside);
                }
                None => places.push(Self {
                    key: nav.key,
                    href: nav.href,
                    prefixes: nav.prefixes.to_vec(),
                    permission: nav.permission,
                    inside: nav.inside.to_vec(),
                }),
            }
        }
        for place in &mut places {
            let first = place.href;
            place.inside.sort_by_key(|page| page.href != first);
        }
        places.sort_by_key(|place| PLACES.iter().position(|key| *key == place.key));
        places
    }

    /// What somebody sees of it on the page at `bare`: where it leads, whether they are there, and its pages as label,
    /// address and whether they are there. Nothing when it is not for them.
    pub(crate) fn seen(&self, actor: &Actor, bare: &str) -> Option<SeenPlace> {
        if !actor.may(self.permission) {
            return None;
        }
        let inside: Vec<&Inside> = self.inside.iter().filter(|page| actor.may(page.permission)).collect();
        let here = inside.iter().filter_map(|page| Some((page.holds(bare)?, page.href))).max();
        let current =
            here.is_some() || self.prefixes.iter().any(|p| bare == *p || bare.starts_with(&format!("{p}/")));
        let open = self.inside.is_empty() || inside.iter().any(|page| page.href == self.href);
        let href = if open { self.href } else { inside.first().map_or(self.href, |page| page.href) };
        let pages =
            inside.iter().map(|page| (page.label, page.href, here.is_some_and(|(_, at)| at == page.href)));
        Some(SeenPlace { key: self.key, href, current, pages: pages.collect() })
    }
}

/// A place as somebody sees it.
pub(crate) struct SeenPlace {
    pub(crate) key: &'static str,
    pub(crate) href: &'static str,
    pub(crate) current: bool,
    pub(crate) pages: Vec<(&'static str, &'static str, bool)>,
}

/// The fixed order of the top-level places (DESIGN §6).
const PLACES: [&str; 10] = [
    "problems",
    "find",
    "work",
    "data",
    "figures",
    "commercialise",
    "region",
    "foresight",
    "network",
    "admin",
];

#[cfg(test)]
mod tests {
    use super::*;
    use ieum_kernel::{Lang, Role};

    static ANY: Permission = Permission { key: "web.any", roles: &[Role::Guest, Role::Member] };
    static OWN: Permission = Permission { key: "web.own", roles: &[Role::Member] };
    static OPEN: Inside = Inside { label: "open", href: "/register", prefixes: &[], permission: &ANY };
    static MINE: Inside = Inside { label: "mine", href: "/needs", prefixes: &[], permission: &OWN };
    static NEW: Inside = Inside { label: "new", href: "/needs/new", prefixes: &[], permission: &OWN };

    fn problems() -> Vec<Place> {
        let nav =
            |inside| Nav { key: "problems", href: "/needs", prefixes: &["/needs"], permission: &ANY, inside };
        let find = Nav { key: "find", href: "/find", prefixes: &["/find"], permission: &ANY, inside: &[] };
        static FIRST: &[Inside] = &[OPEN];
        static SECOND: &[Inside] = &[MINE, NEW];
        Place::gather(vec![find, nav(FIRST), nav(SECOND)])
    }

    fn member() -> Actor {
        let mut actor = Actor::guest(Lang::Ko);
        actor.roles.insert(Role::Member);
        actor
    }

    #[track_caller]
    fn check(actor: &Actor, bare: &str, href: &str, pages: &[(&str, bool)]) {
        let places = problems();
        let place = places.first().unwrap().seen(actor, bare).unwrap();
        assert_eq!(place.href, href);
        let seen: Vec<(&str, bool)> = place.pages.iter().map(|(label, _, here)| (*label, *here)).collect();
        assert_eq!(seen, pages);
    }

    #[test]
    fn pages_of_several_rooms_stand_together_and_the_longest_address_is_the_current_one() {
        check(&member(), "/needs/new", "/needs", &[("mine", false), ("open", false), ("new", true)]);
        check(&member(), "/needs/ned_1", "/needs", &[("mine", true), ("open", false), ("new", false)]);
    }

    #[test]
    fn a_place_leads_to_the_first_page_one_may_see() {
        check(&Actor::guest(Lang::Ko), "/needs/ned_1", "/register", &[("open", false)]);
    }
}
