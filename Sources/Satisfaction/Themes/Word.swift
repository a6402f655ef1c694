/// A word of a remark, and what it is counted as.
struct Word: Sendable {
    /// The word as it was written.
    let text: Substring
    /// Where it stands.
    let range: Range<String.Index>
    /// In small letters, without accents.
    let key: String

    /// The words of a text, in their order; an apostrophe ends one.
    static func all(in text: String) -> [Word] {
        var words: [Word] = []
        var start: String.Index?
        func end(_ index: String.Index) {
            guard let begin = start else { return }
            words.append(Word(text: text[begin..<index], range: begin..<index, key: key(of: text[begin..<index])))
            start = nil
        }
        for index in text.indices {
            let isOfWord = text[index].isLetter || text[index].isNumber
            if isOfWord, start == nil { start = index }
            if !isOfWord { end(index) }
        }
        end(text.endIndex)
        return words
    }

    /// What the word is counted as: a plural as its singular, so far as its ending tells.
    var stem: String {
        guard key.count > 4 else { return key }
        if key.hasSuffix("ies") { return key.dropLast(3) + "y" }
        if key.hasSuffix("ss") || key.hasSuffix("us") { return key }
        return key.hasSuffix("s") || key.hasSuffix("x") ? String(key.dropLast()) : key
    }

    /// Whether it says nothing by itself.
    var isFiller: Bool { key.count < 2 || Self.fillers.contains(key) }

    private static func key(of text: Substring) -> String {
        var key = ""
        for character in text.lowercased() {
            key.append(plain[character] ?? character)
        }
        return key
    }

    private static let plain: [Character: Character] = {
        let groups: [(Character, String)] = [
            ("a", "àáâãäå"), ("c", "ç"), ("e", "èéêë"), ("i", "ìíîï"), ("n", "ñ"), ("o", "òóôõö"), ("u", "ùúûü"),
            ("y", "ýÿ"),
        ]
        return Dictionary(uniqueKeysWithValues: groups.flatMap { plain, accented in accented.map { ($0, plain) } })
    }()

    /// Words of English and French that join others.
    private static let fillers = Set(
        """
        a about after again all also am an and any are as at be because been before being but by can could did do does \
        doing don done down for from get got had has have having he her here him his how i if in into is it its just me \
        more most my no nor not now of off on once one only or other our out over own please she should so some such than \
        that the their them then there these they this those through to too under up us very was we were what when where \
        which while who why will with would you your yours im ive id dont didnt doesnt isnt cant couldnt wasnt wont ll re \
        ve really much many still even always never thing things lot \
        au aux avec ce ces cet cette ca comme dans de des du elle elles en est et eu etait etre fait il ils je la le les \
        leur leurs lui ma mais me meme mes moi mon ne ni nos notre nous on ont ou par pas plus pour qu que quel quelle qui \
        sa sans se ses si son sont sur ta te tes toi ton tout tous toute toutes tres trop tu un une va vos votre vous y \
        ai as avez avons avait avaient bien aussi alors donc fois peu peut suis ete jamais toujours rien encore
        """.split { $0 == " " || $0 == "\n" }.map(String.init)
    )
}
