//! Korean particles and endings that hang on a noun and say nothing about what it names.

/// Particles (조사) and the commonest endings after a noun (어미, 계사), any order; [`strip`] tries the longest first.
///
/// Source: the inventory of 격조사, 보조사, 접속조사 and 서술격 조사 in the school grammar of Korean, with the
/// light verbs 하다/되다 in the forms that problem statements use, and `적` (的).
const PARTICLES: &[&str] = &[
    // 격조사
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "의",
    "에",
    "께",
    "로",
    "와",
    "과",
    "랑",
    "도",
    "만",
    "며",
    "나",
    "란",
    "에서",
    "에게",
    "께서",
    "으로",
    "로서",
    "로써",
    "이랑",
    "하고",
    "까지",
    "부터",
    "마다",
    "조차",
    "마저",
    "밖에",
    "처럼",
    "같이",
    "보다",
    "라도",
    "라는",
    "라고",
    "이란",
    "이며",
    "이고",
    "이나",
    "이다",
    "인가",
    "인지",
    "에게서",
    "으로서",
    "으로써",
    "이라도",
    "이라는",
    "이라고",
    "이라면",
    "대로",
    "만큼",
    // 겹친 조사
    "에는",
    "에도",
    "에만",
    "에의",
    "로는",
    "로도",
    "로의",
    "과의",
    "와의",
    "에서는",
    "에서도",
    "에서의",
    "으로는",
    "으로도",
    "으로의",
    "까지의",
    "부터의",
    "까지는",
    "에게는",
    "만을",
    "만이",
    // 복수
    "들",
    "들은",
    "들이",
    "들을",
    "들의",
    "들과",
    "들에",
    "들에게",
    "들로",
    // 계사와 하다·되다
    "입니다",
    "입니까",
    "인가요",
    "였다",
    "이었다",
    "했다",
    "한다",
    "하다",
    "하는",
    "하여",
    "해서",
    "했던",
    "하며",
    "하면",
    "하기",
    "하려고",
    "하려면",
    "하고자",
    "합니다",
    "해요",
    "한",
    "할",
    "된",
    "되는",
    "되어",
    "돼",
    "됐다",
    "된다",
    "되다",
    "되면",
    "되었다",
    "됩니다",
    // 的
    "적",
    "적인",
    "적으로",
];

/// The longest particle, in syllables.
const LONGEST: usize = 4;

/// A particle never eats into the first two syllables, so that `시료가` becomes `시료` and `시가` stays.
const KEPT_SYLLABLES: usize = 2;

const SYLLABLE_BYTES: usize = 3;

/// Whether `run` as a whole is a particle, as `로` after `LC-MS/MS`.
pub(crate) fn is_particle(run: &str) -> bool {
    set().binary_search(&run).is_ok()
}

/// `run`, which must be Hangul syllables only, without its one trailing particle.
pub(crate) fn strip(run: &str) -> &str {
    let syllables = run.len() / SYLLABLE_BYTES;
    let most = LONGEST.min(syllables.saturating_sub(KEPT_SYLLABLES));
    for length in (1..=most).rev() {
        let Some((stem, tail)) = run.split_at_checked(run.len() - length * SYLLABLE_BYTES) else { continue };
        if is_particle(tail) {
            return stem;
        }
    }
    run
}

fn set() -> &'static [&'static str] {
    static SORTED: std::sync::LazyLock<Vec<&'static str>> = std::sync::LazyLock::new(|| {
        let mut all = PARTICLES.to_vec();
        all.sort_unstable();
        all.dedup();
        all
    });
    &SORTED
}

#[cfg(test)]
mod tests {
    #[track_caller]
    fn check(run: &str, stem: &str) {
        assert_eq!(super::strip(run), stem, "{run}");
    }

    #[test]
    fn one_trailing_particle_goes_and_two_syllables_stay() {
        check("시료가", "시료");
        check("잔류농약을", "잔류농약");
        check("크로마토그래피에서는", "크로마토그래피");
        check("분석기", "분석기");
        check("시가", "시가");
        check("농산물의", "농산물");
        check("검사하는", "검사");
        check("의", "의");
        check("", "");
    }

    #[test]
    fn every_particle_is_found_and_none_is_longer_than_the_longest() {
        for particle in super::PARTICLES {
            assert!(super::is_particle(particle));
            assert!(particle.chars().count() <= super::LONGEST);
        }
    }
}
