//! Where things are: a plain picture with a mark for each place, and the same as a list. No tiles and nobody else's data: a
//! place is where the catalogue says that a facility stands. `kit/map.html` shows it.

use ieum_kernel::Text;
use serde::Serialize;
use std::collections::BTreeMap;

/// Width of the picture, in its own units.
const WIDE: f64 = 400.0;
/// Height of the picture.
const HIGH: f64 = 300.0;
/// Room for half a mark and its number at every edge.
const EDGE: f64 = 26.0;
/// Marks nearer than this would cover one another, so that they are one place.
const APART: f64 = 34.0;
/// The picture never shows less than this, in kilometres, so that two houses of a campus do not fill it.
const LEAST_KM: f64 = 4.0;
/// Kilometres of a degree of latitude, and of one of longitude at the equator. Source: the mean radius of the Earth,
/// 6,371.0 km; a region is small enough for a flat picture.
const DEGREE_KM: f64 = 111.195;
/// Lengths the scale may show.
const SCALES: [f64; 8] = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0];

/// A facility with its place.
#[derive(Debug, Clone)]
pub struct Home {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

/// A mark of the picture with what is there.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mark {
    /// Its number, from 1, from north to south.
    pub nth: usize,
    /// From the left, in units of the picture.
    pub x: f64,
    /// From above, in units of the picture.
    pub y: f64,
    /// Facilities there with their results.
    pub homes: Vec<AtHome>,
    /// Results of all of them.
    pub count: usize,
}

/// A facility with the results that are at it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AtHome {
    /// The facility.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Names and pages of the results, in their order.
    pub results: Vec<(Text, String)>,
}

/// The picture.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Map {
    /// The places, from north to south.
    pub marks: Vec<Mark>,
    /// Length of the scale, in units of the picture and in kilometres.
    pub scale: Option<(f64, f64)>,
    /// Results whose place is not known, or that are nowhere in particular.
    pub nowhere: usize,
}

/// Lays the places out so that all fit, north above. `at` has the results by facility, `results` counts all of them, those that
/// are nowhere too.
pub fn drawn(homes: &[Home], at: &mut BTreeMap<String, Vec<(Text, String)>>, results: usize) -> Map {
    let Some(first) = homes.first() else { return Map { nowhere: results, ..Map::default() } };
    let (mut south, mut north) = (first.latitude, first.latitude);
    let (mut west, mut east) = (first.longitude, first.longitude);
    for home in homes {
        (south, north) = (south.min(home.latitude), north.max(home.latitude));
        (west, east) = (west.min(home.longitude), east.max(home.longitude));
    }
    let (middle, centre) = (f64::midpoint(south, north), f64::midpoint(west, east));
    let east_km = DEGREE_KM * middle.to_radians().cos();
    let wide_km = ((east - west) * east_km).max(LEAST_KM);
    let high_km = ((north - south) * DEGREE_KM).max(LEAST_KM);
    let per_km = ((WIDE - 2.0 * EDGE) / wide_km).min((HIGH - 2.0 * EDGE) / high_km);
    let mut marks: Vec<Mark> = Vec::new();
    let mut ordered: Vec<&Home> = homes.iter().collect();
    ordered.sort_by(|l, r| r.latitude.total_cmp(&l.latitude).then(l.longitude.total_cmp(&r.longitude)));
    for home in ordered {
        let x = WIDE / 2.0 + (home.longitude - centre) * east_km * per_km;
        let y = HIGH / 2.0 - (home.latitude - middle) * DEGREE_KM * per_km;
        let here = at.remove(&home.id).unwrap_or_default();
        let count = here.len();
        let one = AtHome { id: home.id.clone(), name: home.name.clone(), results: here };
        match marks.iter_mut().find(|mark| (mark.x - x).hypot(mark.y - y) < APART) {
            Some(mark) => {
                mark.homes.push(one);
                mark.count += count;
            }
            None => marks.push(Mark { nth: marks.len() + 1, x, y, homes: vec![one], count }),
        }
    }
    let shown: usize = marks.iter().map(|mark| mark.count).sum();
    let scale = SCALES.iter().rev().find(|km| **km * per_km <= WIDE / 3.0);
    Map { marks, scale: scale.map(|km| (km * per_km, *km)), nowhere: results.saturating_sub(shown) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home(id: &str, latitude: f64, longitude: f64) -> Home {
        Home { id: id.into(), name: Text::default(), latitude, longitude }
    }

    /// One result at each home and one that is nowhere: the marks by number with their homes, and where they are.
    fn draw(homes: &[Home]) -> Map {
        let results = |home: &Home| (home.id.clone(), vec![(Text::default(), String::new())]);
        drawn(homes, &mut homes.iter().map(results).collect(), homes.len() + 1)
    }

    #[test]
    fn north_is_above_and_everything_fits() {
        // Cheongju, Ochang (10 km away), Chungju (60 km away).
        let map =
            draw(&[home("a", 36.6424, 127.4890), home("b", 36.7130, 127.4290), home("c", 36.991, 127.926)]);
        let ids: Vec<&str> = map.marks.iter().map(|mark| mark.homes[0].id.as_str()).collect();
        assert_eq!(ids, ["c", "b", "a"], "from north to south");
        assert!(map.marks.iter().all(|m| (EDGE - 0.1..=WIDE - EDGE + 0.1).contains(&m.x)), "{map:?}");
        assert!(map.marks.iter().all(|m| (EDGE - 0.1..=HIGH - EDGE + 0.1).contains(&m.y)), "{map:?}");
        assert!(map.marks[0].y < map.marks[2].y && map.marks[0].x > map.marks[2].x);
        assert_eq!(map.nowhere, 1);
        // The scale is right: a and b are 9.5 km apart.
        let (units, km) = map.scale.unwrap();
        let (a, b) = (&map.marks[2], &map.marks[1]);
        let apart = (a.x - b.x).hypot(a.y - b.y) * km / units;
        assert!((apart - 9.5).abs() < 0.2, "{apart}");
    }

    #[test]
    fn what_would_cover_one_another_is_one_place() {
        let map = draw(&[home("a", 36.64, 127.49), home("b", 36.64, 127.49), home("c", 37.6, 127.0)]);
        assert_eq!(map.marks.len(), 2);
        assert_eq!((map.marks[1].homes.len(), map.marks[1].count), (2, 2));
        let one = draw(&[home("a", 36.64, 127.49)]);
        assert_eq!((one.marks[0].x, one.marks[0].y), (WIDE / 2.0, HIGH / 2.0));
        assert_eq!(draw(&[]), Map { nowhere: 1, ..Map::default() });
    }
}
