//! Words that say nothing about what is looked for.

/// English words that are never indexed, sorted.
const NEVER: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "for", "from", "had", "has", "have",
    "if", "in", "into", "is", "it", "its", "no", "not", "of", "on", "or", "such", "than", "that", "the",
    "their", "then", "there", "these", "they", "this", "those", "to", "was", "we", "were", "which", "will",
    "with",
];

/// Letters of the longest of them.
const LONGEST_NEVER: usize = 5;

/// Words of asking, as comparison keys (Latin stems, Hangul without particle), sorted at first use.
///
/// A record may well contain them, a question only uses them to ask.
const ASKING: &[&str] = &[
    "what",
    "how",
    "who",
    "when",
    "where",
    "whi",
    "whether",
    "can",
    "could",
    "should",
    "would",
    "may",
    "might",
    "must",
    "do",
    "doe",
    "did",
    "done",
    "ani",
    "anyon",
    "someth",
    "need",
    "want",
    "pleas",
    "find",
    "look",
    "help",
    "our",
    "us",
    "you",
    "your",
    "me",
    "my",
    "i",
    "so",
    "far",
    "also",
    "about",
    "some",
    "am",
    "being",
    "just",
    "like",
    "어떻게",
    "어떤",
    "무엇",
    "무슨",
    "누가",
    "누구",
    "몇",
    "얼마",
    "무엇인",
    "뭐",
    "뭔",
    "언제",
    "어디",
    "어디서",
    "왜",
    "어느",
    "얼마나",
    "알려줘",
    "알려주세요",
    "알고",
    "싶어요",
    "싶습니다",
    "싶은데",
    "싶은데요",
    "있나요",
    "있을까요",
    "있습니까",
    "있는지",
    "있는",
    "있어요",
    "할수",
    "수",
    "것",
    "좀",
    "필요해요",
    "필요합니다",
    "필요한데",
    "원합니다",
    "원해요",
    "부탁합니다",
    "부탁드립니다",
    "문의드립니다",
    "문의합니다",
    "가능한가요",
    "가능할까요",
    "가능합니까",
    "저희",
    "우리",
    "그리고",
    "하지만",
    "때문",
    "대해",
    "대한",
    "위해",
    "위한",
    "통해",
    "통한",
    "및",
    "등",
];

/// Words that explain more than they name, as comparison keys: of exposition, of degree, of doing in general.
const WEAK: &[&str] = &[
    "accord",
    "actual",
    "appropri",
    "becaus",
    "both",
    "certain",
    "desir",
    "due",
    "each",
    "eg",
    "either",
    "etc",
    "exampl",
    "fact",
    "full",
    "given",
    "good",
    "great",
    "ie",
    "includ",
    "kind",
    "known",
    "main",
    "mani",
    "manner",
    "more",
    "most",
    "much",
    "necessari",
    "non",
    "one",
    "onli",
    "other",
    "out",
    "over",
    "particular",
    "possibl",
    "regard",
    "respect",
    "same",
    "sever",
    "sort",
    "such",
    "suitabl",
    "through",
    "typic",
    "under",
    "up",
    "usual",
    "various",
    "via",
    "way",
    "well",
    "within",
    "without",
];

/// Whether a word with this key explains more than it names.
pub(super) fn is_weak(key: &str) -> bool {
    WEAK.binary_search(&key).is_ok()
}

/// Whether the normalised word `word` is left out of the index.
pub(super) fn is_never(word: &str) -> bool {
    word.len() <= LONGEST_NEVER && NEVER.binary_search(&word).is_ok()
}

/// Whether a word with this key only asks.
pub(super) fn is_asking(key: &str) -> bool {
    static SORTED: std::sync::LazyLock<Vec<&'static str>> = std::sync::LazyLock::new(|| {
        let mut all = ASKING.to_vec();
        all.sort_unstable();
        all
    });
    SORTED.binary_search(&key).is_ok()
}

/// Endings of Korean verbs in sentences: what is said, not what is looked for.
const SAYING: &[&str] = &[
    "겠어요",
    "니다",
    "니까",
    "는데",
    "는지",
    "은지",
    "던데",
    "어요",
    "아요",
    "해요",
    "네요",
    "군요",
    "나요",
    "까요",
    "거든요",
    "지만",
    "려고",
    "려면",
    "면서",
    "어서",
    "아서",
    "해서",
    "도록",
    "든지",
    "어야",
    "해야",
    "꿔야",
    "싶은",
    "했고",
    "하고",
    "되고",
    "하는",
    "되는",
    "하던",
    "됐는",
];

/// Numbers as words, and how things are counted with them.
const COUNTING: &[&str] =
    &["하나", "둘", "셋", "넷", "다섯", "여섯", "일곱", "여덟", "아홉", "열", "한두", "두세", "서너", "여러"];

/// Whether a word of a Korean question only makes its sentence: nobody misses it in a record.
pub(crate) fn is_filler(word: &str) -> bool {
    COUNTING.contains(&word) || SAYING.iter().any(|ending| word.ends_with(ending))
}

#[cfg(test)]
mod tests {
    #[test]
    fn verbs_and_numbers_fill_a_sentence_and_things_do_not() {
        for word in ["하는데", "모르겠어요", "다섯", "맞는지", "바꿔야", "합니다"] {
            assert!(super::is_filler(word), "{word}");
        }
        for word in ["영양성분표", "수치", "크로마토그래피", "잔류농약", "드론"] {
            assert!(!super::is_filler(word), "{word}");
        }
    }

    #[test]
    fn the_list_is_sorted() {
        assert!(super::NEVER.is_sorted());
        assert_eq!(super::NEVER.iter().map(|word| word.len()).max(), Some(super::LONGEST_NEVER));
        assert!(super::WEAK.is_sorted());
    }
}
