import Synchronization

/// What PostgreSQL's text search makes of single words, remembered: most words of a question have been in one before.
///
/// Cutting a question of 300 bytes takes the server 79 µs. A word's stems depend on its language alone, for those words
/// that the server takes for words wherever they stand (see ``PlainWords``).
final class StemMemory: Sendable {
    /// A word of a language.
    struct Word: Hashable, Sendable {
        let language: String
        let text: String
    }

    /// So many words are kept, some two megabytes; then it begins anew.
    private static let capacity = 20_000

    private let known = Mutex<[Word: [String]]>([:])

    /// The stems of those of the words that are known; a word that says nothing has none.
    func stems(of words: Set<Word>) -> [Word: [String]] {
        known.withLock { known in
            var found: [Word: [String]] = [:]
            for word in words { found[word] = known[word] }
            return found
        }
    }

    /// Keeps the stems of words.
    func keep(_ stems: [Word: [String]]) {
        known.withLock { known in
            if known.count + stems.count > Self.capacity { known.removeAll() }
            known.merge(stems) { $1 }
        }
    }
}

/// The words of a text in which nothing but words, space and marks can be read.
///
/// The server reads more than words: numbers, addresses, paths, words with hyphens. A text with a byte that may belong to
/// one of these is no plain one, nor is one with a mark that no space follows, as in a host's name.
enum PlainWords {
    /// The words in small letters, each once; nil for a text that is not plain.
    static func words(of text: String) -> Set<String>? {
        var words: Set<String> = []
        var word: [UInt8] = []
        var isBehindMark = false
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
                if isBehindMark { return nil }
                word.append(byte | 0x20)
            case UInt8(ascii: " "), 0x09, 0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: "!"),
                UInt8(ascii: "?"), UInt8(ascii: ";"), UInt8(ascii: ":"):
                let isSpace = byte <= UInt8(ascii: " ")
                if isBehindMark, !isSpace { return nil }
                if !word.isEmpty {
                    words.insert(String(decoding: word, as: UTF8.self))
                    word.removeAll(keepingCapacity: true)
                }
                isBehindMark = !isSpace
            default: return nil
            }
        }
        if !word.isEmpty { words.insert(String(decoding: word, as: UTF8.self)) }
        return words
    }
}
