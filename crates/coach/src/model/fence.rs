//! A fence: marks around text of strangers, so that a model can tell data from instructions.

/// Puts the text between two lines that do not occur in it.
///
/// The mark depends on the text, so nobody can close the fence from inside by knowing it beforehand.
pub(crate) fn fence(label: &str, text: &str) -> String {
    let mut mark = format!("{:08x}", hash(text));
    while text.contains(&mark) {
        mark = format!("{:08x}", hash(&format!("{text}{mark}")));
    }
    format!("<<<{label} {mark}\n{}\n{label} {mark}>>>", text.trim())
}

/// FNV-1a, 32 bit: <http://www.isthe.com/chongo/tech/comp/fnv/>. Not for secrets.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_can_not_close_its_own_fence() {
        let inside = fence("TRANSCRIPT", "hello");
        let outside = fence("TRANSCRIPT", &inside);
        let mark = outside.lines().next().unwrap().rsplit(' ').next().unwrap().to_owned();
        assert_eq!(outside.matches(&mark).count(), 2);
    }
}
