/// Reads the files that a policy names into its document.
struct FileReader {
    /// How many bytes an iCalendar file has at most.
    static let calendarBytes = 1_048_576

    let files: any PolicyFiles

    /// Puts the holidays of the iCalendar files and the articles of the knowledge base into the document.
    func read(into document: inout Document, _ faults: inout FaultList) {
        readHolidays(into: &document, &faults)
        readArticles(into: &document, &faults)
    }

    private func readHolidays(into document: inout Document, _ faults: inout FaultList) {
        let names = Set(document.calendars.values.flatMap(\.holidayFiles)).sorted()
        var imported: [String: [HolidayDefinition]] = [:]
        for name in names {
            guard let text = text(of: name, atMost: Self.calendarBytes, document: &document, &faults) else { continue }
            let holidays = HolidayFile(text, name: name, &faults)
            imported[name] = holidays.definitions
            document.leftOut += holidays.leftOut
        }
        for name in document.calendars.keys {
            let holidays = document.calendars[name]?.holidayFiles.flatMap { imported[$0] ?? [] } ?? []
            document.calendars[name]?.holidays += holidays
        }
    }

    private func readArticles(into document: inout Document, _ faults: inout FaultList) {
        guard let folder = document.knowledge.folder else { return }
        let place = faults.place(ofFile: folder)
        guard let names = files.names(in: folder) else {
            return faults.add("no folder \(folder) stands beside the policy file: make it, or leave it out", at: place)
        }
        let articles = names.filter { $0.hasSuffix(Article.suffix) }
        guard articles.count <= Article.most else {
            let message = "the folder \(folder) may have \(Article.most) articles; it has \(articles.count)"
            return faults.add(message, at: place)
        }
        for name in articles {
            let path = "\(folder)/\(name)"
            guard let text = text(of: path, atMost: Article.bytes, document: &document, &faults) else { continue }
            if let article = ArticleReader.read(text, name: name, path: path, &faults) {
                document.articles.append(article)
            }
        }
        tellRepeated(document.articles, in: folder, &faults)
    }

    /// Two articles that answer the same question could never be told apart.
    private func tellRepeated(_ articles: [Article], in folder: String, _ faults: inout FaultList) {
        var asked: [Article.Question: Article] = [:]
        for article in articles {
            for question in article.questions {
                let key = Article.Question(language: article.language, wording: Wording(question))
                if let other = asked[key], other.name != article.name {
                    let place = Place(line: 1, path: "questions", file: "\(folder)/\(article.fileName)")
                    faults.add("\(other.fileName) has the question \"\(question)\" already", at: place)
                }
                asked[key] = article
            }
        }
    }

    /// The text of a file, which the document keeps; what is wrong with it is a fault of the line that names it, or its own.
    private func text(
        of path: String,
        atMost bytes: Int,
        document: inout Document,
        _ faults: inout FaultList
    ) -> String? {
        switch files.content(of: path, atMost: bytes) {
        case .text(let text):
            if let line = Self.lineOfControl(in: text) {
                let place = Place(line: line, path: "", file: path)
                faults.add("text without control characters is allowed, but for tabs and new lines", at: place)
                return nil
            }
            document.files[path] = text
            return text
        case .unusable(let message):
            faults.add(message, at: faults.place(ofFile: path))
            return nil
        case .notKept: return nil
        }
    }

    /// The line of the first character that neither the database nor a reader could make sense of.
    private static func lineOfControl(in text: String) -> Int? {
        var line = 1
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\n"): line += 1
            case UInt8(ascii: "\t"), UInt8(ascii: "\r"): continue
            case 0..<0x20, 0x7F: return line
            default: continue
            }
        }
        return nil
    }
}
