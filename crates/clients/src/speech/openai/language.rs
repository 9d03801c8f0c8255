//! Languages as servers name them ("english", "en") and as we do ("en").

/// Whisper's names of the languages with their ISO 639 codes, as its tokenizer lists them.
#[rustfmt::skip]
const WHISPER: &[(&str, &str)] = &[
    ("afrikaans", "af"), ("albanian", "sq"), ("amharic", "am"), ("arabic", "ar"), ("armenian", "hy"),
    ("assamese", "as"), ("azerbaijani", "az"), ("bashkir", "ba"), ("basque", "eu"), ("belarusian", "be"),
    ("bengali", "bn"), ("bosnian", "bs"), ("breton", "br"), ("bulgarian", "bg"), ("cantonese", "yue"),
    ("catalan", "ca"), ("chinese", "zh"), ("croatian", "hr"), ("czech", "cs"), ("danish", "da"),
    ("dutch", "nl"), ("english", "en"), ("estonian", "et"), ("faroese", "fo"), ("finnish", "fi"),
    ("french", "fr"), ("galician", "gl"), ("georgian", "ka"), ("german", "de"), ("greek", "el"),
    ("gujarati", "gu"), ("haitian creole", "ht"), ("hausa", "ha"), ("hawaiian", "haw"), ("hebrew", "he"),
    ("hindi", "hi"), ("hungarian", "hu"), ("icelandic", "is"), ("indonesian", "id"), ("italian", "it"),
    ("japanese", "ja"), ("javanese", "jw"), ("kannada", "kn"), ("kazakh", "kk"), ("khmer", "km"),
    ("korean", "ko"), ("lao", "lo"), ("latin", "la"), ("latvian", "lv"), ("lingala", "ln"),
    ("lithuanian", "lt"), ("luxembourgish", "lb"), ("macedonian", "mk"), ("malagasy", "mg"), ("malay", "ms"),
    ("malayalam", "ml"), ("maltese", "mt"), ("maori", "mi"), ("marathi", "mr"), ("mongolian", "mn"),
    ("myanmar", "my"), ("nepali", "ne"), ("norwegian", "no"), ("nynorsk", "nn"), ("occitan", "oc"),
    ("pashto", "ps"), ("persian", "fa"), ("polish", "pl"), ("portuguese", "pt"), ("punjabi", "pa"),
    ("romanian", "ro"), ("russian", "ru"), ("sanskrit", "sa"), ("serbian", "sr"), ("shona", "sn"),
    ("sindhi", "sd"), ("sinhala", "si"), ("slovak", "sk"), ("slovenian", "sl"), ("somali", "so"),
    ("spanish", "es"), ("sundanese", "su"), ("swahili", "sw"), ("swedish", "sv"), ("tagalog", "tl"),
    ("tajik", "tg"), ("tamil", "ta"), ("tatar", "tt"), ("telugu", "te"), ("thai", "th"), ("tibetan", "bo"),
    ("turkish", "tr"), ("turkmen", "tk"), ("ukrainian", "uk"), ("urdu", "ur"), ("uzbek", "uz"),
    ("vietnamese", "vi"), ("welsh", "cy"), ("yiddish", "yi"), ("yoruba", "yo"),
];

/// The code of a language that a server names; `None` for what is no language.
pub(super) fn code(named: &str) -> Option<String> {
    let named = named.trim().to_lowercase();
    if let Some((_, code)) = WHISPER.iter().find(|(name, _)| *name == named) {
        return Some((*code).to_owned());
    }
    let code = primary(&named);
    ((2..=3).contains(&code.len()) && code.bytes().all(|letter| letter.is_ascii_lowercase())).then_some(code)
}

/// The primary language of a BCP 47 tag, in lower case: "en" of "en-GB".
pub(super) fn primary(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or(tag).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_codes_become_codes_and_nothing_else_does() {
        let known = |named| code(named).unwrap_or_default();
        assert_eq!(
            (known("english"), known("German"), known("pt-BR")),
            ("en".into(), "de".into(), "pt".into())
        );
        assert_eq!(code("klingonese"), None);
        assert_eq!(code(""), None);
    }
}
