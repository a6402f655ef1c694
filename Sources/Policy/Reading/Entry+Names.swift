extension Entry {
    /// The name of something that the file must have.
    func reference<Thing: Referable>(_ faults: inout FaultList) -> Name<Thing>? {
        let name = text("the name of a \(Thing.sort.rawValue) is allowed", &faults) { _ in true }
        guard let name else { return nil }
        faults.refer(to: Thing.sort, name, at: place)
        return Name(name)
    }

    /// Names of things that the file must have, each once.
    func references<Thing: Referable>(_ faults: inout FaultList) -> [Name<Thing>]? {
        let expectation = "a list of names under `\(Thing.sort.home)` is allowed"
        return distinct(list(expectation, &faults) { $0.reference(&$1) }, &faults)
    }

    /// A mapping of names to things, in its order, each declared.
    func declarations<Thing: Referable>(
        _ faults: inout FaultList,
        _ reading: (Name<Thing>, Entry, inout FaultList) -> Thing?
    ) -> [(name: Name<Thing>, entry: Entry, thing: Thing)]? {
        guard let members = members("a mapping of names is allowed", &faults) else {
            faults.giveUp(Thing.sort)
            return nil
        }
        var things: [(name: Name<Thing>, entry: Entry, thing: Thing)] = []
        for (key, entry) in members {
            faults.declare(Thing.sort, key, at: entry.place)
            guard entry.isName(key, &faults) else { continue }
            if let thing = reading(Name(key), entry, &faults) { things.append((Name(key), entry, thing)) }
        }
        return things
    }

    /// A mapping of names to values, in its order.
    func named<Value>(
        _ faults: inout FaultList,
        _ reading: (String, Entry, inout FaultList) -> Value?
    ) -> [Value]? {
        guard let members = members("a mapping of names is allowed", &faults) else { return nil }
        var values: [Value] = []
        for (key, entry) in members where entry.isName(key, &faults) {
            if let value = reading(key, entry, &faults) { values.append(value) }
        }
        return values
    }

    /// A mapping of a type's words to values.
    func keyed<Word: CaseIterable & RawRepresentable<String> & Hashable, Value>(
        _ faults: inout FaultList,
        _ reading: (Word, Entry, inout FaultList) -> Value?
    ) -> [Word: Value]? {
        let expectation = "\(WordList.all(Word.allCases.map(\.rawValue))) allowed"
        guard let members = members("a mapping is allowed; \(expectation)", &faults) else { return nil }
        var values: [Word: Value] = [:]
        for (key, entry) in members {
            guard let word = Word(rawValue: key) else {
                faults.add("no such key; \(expectation)", at: entry.place)
                continue
            }
            if let value = reading(word, entry, &faults) { values[word] = value }
        }
        return values
    }

    /// A mapping of language tags to values.
    func localized<Value>(
        _ faults: inout FaultList,
        _ reading: (Entry, inout FaultList) -> Value?
    ) -> Localized<Value>? {
        guard let members = members("a mapping of BCP 47 language tags is allowed", &faults) else { return nil }
        var values: [Language: Value] = [:]
        for (key, entry) in members {
            guard let language = Language(key) else {
                faults.add("a BCP 47 language tag is allowed, such as en or pt-BR", at: entry.place)
                continue
            }
            if let value = reading(entry, &faults) { values[language] = value }
        }
        return Localized(values)
    }

    /// A text in several languages; one that stands alone is English.
    func title(_ faults: inout FaultList) -> Localized<String>? {
        if scalar != nil { return phrase(atMost: 2000, &faults).map { Localized([.english: $0]) } }
        return localized(&faults) { $0.phrase(atMost: 2000, &$1) }
    }

    /// Words and phrases in several languages.
    func wordsByLanguage(_ faults: inout FaultList) -> Localized<[String]>? {
        localized(&faults) { entry, faults in
            let words = entry.phrases(&faults)
            if words?.isEmpty == true { faults.add("at least one word is needed", at: entry.place) }
            return words
        }
    }

    private func isName(_ key: String, _ faults: inout FaultList) -> Bool {
        if !NameShape.accepts(key) { faults.add(NameShape.expectation, at: place) }
        return NameShape.accepts(key)
    }
}
