//! What a Hangul word sounds like from each of its syllables on.

use super::{group, is_vowel};

/// Initial consonants in Unicode order, 0 for none.
const INITIALS: &[u8; 19] = b"GGNDDLMBBSS0ZZCKTPH";
/// Vowels in Unicode order, 0 for the one that only fills up.
const VOWELS: &[u8; 21] = b"aeaexexeoaeeouxeiu0ii";
/// Final consonants in Unicode order, 0 for none; q, v and t are those that may be voiced or not.
const FINALS: &[u8; 28] = b"0qqqNNNtLLLLLLLLMvvttQttqtvH";

/// Syllables that words from other languages are written with and hardly any other word, in order.
const FOREIGN: &str = "겐겔겟넥넨넬넷뉴뉼닉닌닐닝덱덴델뎀뎁듀듐드디딕딘딜딥딩랙랜램랩럭런럴럼럽럿레렉렌렐렘렙렛롤롬롭롯룰룸륨르릭릴릿링멀메멘멜멤멧몬뮤뮬므믹베벡벤벨벳봇뷰뷸븀브블빅빔샌샘샤샷섀센셀셉셋셔셰쇼숍숏슈슐슘스슨씰앰앱엑엔엘엠옴워웨웰윈잭잼젠젤젯쥬즈챔첸카칸캄캐캔캘캠캡커컨컬컴컵컷케켄켈켓코콘콜콤콥쿠쿨쿼퀀퀴큐큘크클키킨킬킷킹터턴텀테텍텐텔템텝텟톤톨툴튜튤트티틱틴틸팀팁팅팝팩팬팸팹퍼펀펄펌페펙펜펠펩폰폴폼푸퓨퓰퓸프플픽핀핑핸헐헤헥헨헬헴헵홈휠힌";
/// How inflected words end, and no noun from another language.
const INFLECTED: [char; 13] = ['요', '다', '죠', '까', '면', '는', '고', '려', '며', '을', '를', '져', '지'];

/// Syllables that are heard at most from one beginning.
const LONGEST: usize = 10;
/// Syllables of the longest word that is listened to.
const WORD: usize = 24;

/// A word from one of its syllables on.
pub(super) struct Heard {
    /// The syllable it begins with.
    pub(super) start: usize,
    pub(super) codes: Vec<u8>,
    /// How many codes there are after each syllable.
    pub(super) ends: Vec<usize>,
    /// How many syllables up to each are foreign.
    pub(super) foreign: Vec<usize>,
    /// The groups of its consonants.
    pub(super) has: u32,
}

impl Heard {
    /// From each syllable from which there is a foreign one, of a long word in any case from the first; nothing where there
    /// is another letter than Hangul.
    pub(super) fn all(key: &str) -> Vec<Self> {
        let mut syllables = Vec::new();
        for c in key.chars().take(WORD) {
            let Some(code) = u32::from(c).checked_sub(0xAC00).filter(|code| *code < 11_172) else {
                return Vec::new();
            };
            let place = |n: u32| usize::try_from(n).unwrap_or_default();
            syllables.push((place(code / 588), place(code / 28 % 21), place(code % 28), is_foreign(c)));
        }
        let last = syllables.iter().rposition(|(.., foreign)| *foreign);
        let end = last.map_or(usize::from(syllables.len() >= super::WHOLE), |last| last + 1);
        // One foreign syllable before a part belongs to it.
        let begins = |start: &usize| *start != 1 || syllables.first().is_none_or(|(.., foreign)| !foreign);
        (0..end)
            .filter(begins)
            .map(|start| Self::from(start, syllables.get(start..).unwrap_or_default()))
            .collect()
    }

    fn from(start: usize, syllables: &[(usize, usize, usize, bool)]) -> Self {
        let mut heard = Self { start, codes: Vec::new(), ends: Vec::new(), foreign: Vec::new(), has: 0 };
        let mut foreign = 0;
        for (initial, vowel, last, is_foreign) in syllables.iter().take(LONGEST) {
            for code in [INITIALS.get(*initial), VOWELS.get(*vowel), FINALS.get(*last)] {
                heard.hear(code.copied().unwrap_or(b'0'));
            }
            foreign += usize::from(*is_foreign);
            heard.ends.push(heard.codes.len());
            heard.foreign.push(foreign);
        }
        heard.has = super::groups(&heard.codes);
        // A final consonant may be heard as any of its group, `s` as `t`, and some letters are written in two ways.
        let either = |bits: u32| if heard.codes.iter().any(|code| b"tZC".contains(code)) { bits } else { 0 };
        heard.has |= either(2 | 8) | if heard.codes.contains(&b'H') { 4 } else { 0 };
        heard.has |= if heard.codes.iter().any(|code| b"CZ".contains(code)) { 1 } else { 0 };
        heard
    }

    fn hear(&mut self, code: u8) {
        let Some(before) = self.codes.last().copied().filter(|_| code != b'0') else {
            self.codes.extend((code != b'0').then_some(code));
            return;
        };
        // Vowels that follow one another are one, and so are two of the same consonant.
        let same = before == code || (group(before) == group(code) && matches!(before, b'q' | b'v' | b't'));
        if is_vowel(before) && is_vowel(code) {
            return;
        }
        if same && group(code) != 0 {
            if let Some(last) = self.codes.last_mut() {
                *last = code;
            }
            return;
        }
        self.codes.push(code);
    }

    /// Whether its first sound can be `code`.
    pub(super) fn begins_like(&self, code: u8) -> bool {
        self.codes.first().is_some_and(|own| super::apart(*own, code) <= 40 || code == b'H')
    }
}

fn is_foreign(c: char) -> bool {
    // Each syllable takes three bytes.
    let (mut from, mut to) = (0, FOREIGN.len() / 3);
    while from < to {
        let middle = usize::midpoint(from, to);
        match FOREIGN.get(middle * 3..).and_then(|rest| rest.chars().next()) {
            Some(known) if known == c => return true,
            Some(known) if known < c => from = middle + 1,
            _ => to = middle,
        }
    }
    false
}

/// Whether a word is listened to at all.
pub(super) fn is_heard(key: &str) -> bool {
    let hangul = key.chars().all(|c| ('\u{ac00}'..='\u{d7a3}').contains(&c));
    hangul
        && !key.ends_with(INFLECTED)
        && (key.chars().count() >= super::WHOLE || key.chars().any(is_foreign))
}

/// Endings that stems of English words have lost: -er, -ing, -ation, -ity, -ic, -al, -ment, -ism.
pub(super) fn is_ending(codes: &[u8]) -> bool {
    let mut consonants = codes.iter().filter(|code| !is_vowel(**code));
    let begins = codes.first().is_some_and(|code| is_vowel(*code));
    match (consonants.next(), consonants.next(), consonants.next(), consonants.next()) {
        (None, ..) => true,
        (Some(b'Q' | b'L' | b'q' | b'K' | b'T'), None, ..) => begins,
        (Some(b'S'), Some(b'N'), None, _) | (Some(_), Some(b'Q'), None, _) => true,
        (Some(b'q' | b'K'), Some(b'S'), None, _) => begins,
        (Some(b'Z'), Some(b'M'), None, _) | (Some(b'T' | b'S' | b'Z'), Some(b'L'), None, _) => begins,
        (Some(b'M'), Some(b'N'), Some(b'T'), None) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::FOREIGN;

    #[test]
    fn foreign_syllables_are_in_order_and_none_twice() {
        let all: Vec<char> = FOREIGN.chars().collect();
        for pair in all.windows(2) {
            assert!(pair[0] < pair[1], "{pair:?}");
        }
    }
}
