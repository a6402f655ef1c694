import Contract

/// What is known of one survey: when it was sent, and the answer that counts.
struct SurveyRecord: Equatable {
    /// The last version of the answer.
    struct Answer: Equatable {
        var version: Int
        /// When the user answered first: to amend an answer moves it to no other period.
        var at: Instant
        var stars: Int?
        var band: String
        /// Ease of use, response time, helpfulness and clarity, in stars; each may be missing.
        var factors: [Int?]
        var traits: Traits
    }

    var sentAt: Instant?
    /// What it was frozen with when it was sent.
    var traits = Traits()
    var answer: Answer?

    static let factorNames = ["ease_of_use", "response_time", "helpfulness", "clarity"]
    private static let factorMeasures: [Measure] = [.ease, .speed, .helpfulness, .clarity]

    /// Takes an event of the topic `surveys`.
    mutating func take(_ event: Event) {
        let told = Told(event)
        switch event.type {
        case "survey.sent":
            sentAt = event.time
            traits = told.traits.by(told["admin"] ?? "")
        case "survey.answered":
            let version = told.int("version") ?? 1
            if let answer, answer.version > version { return }
            answer = Answer(
                version: version,
                // Events of the version before do not say it.
                at: told.instant("answered_at") ?? min(answer?.at ?? event.time, event.time),
                stars: told.int("stars"),
                band: told["band"] ?? "",
                factors: Self.factorNames.map { told.int($0).map { told["scale"] == "10" ? ($0 + 1) / 2 : $0 } },
                traits: told.traits.by(told["admin"] ?? "")
            )
        default: break
        }
    }

    /// What the survey counts for; an answer is a rating only if it has stars.
    var cells: Cells {
        var cells = Cells()
        if let sentAt {
            cells.count(.surveySent, at: sentAt, traits)
            if answer != nil { cells.count(.surveyAnswered, at: sentAt, traits) }
        }
        guard let answer else { return cells }
        if let stars = answer.stars {
            cells.count(.stars, at: answer.at, answer.traits, label: String(stars), sum: Int64(stars) * 1000)
            switch answer.band {
            case "positive": cells.count(.positive, at: answer.at, answer.traits)
            case "negative": cells.count(.negative, at: answer.at, answer.traits)
            default: cells.count(.neutral, at: answer.at, answer.traits)
            }
        }
        for (measure, factor) in zip(Self.factorMeasures, answer.factors) {
            guard let factor else { continue }
            cells.count(measure, at: answer.at, answer.traits, sum: Int64(factor) * 1000)
        }
        return cells
    }
}

extension SurveyRecord {
    /// A record as it is stored.
    init(text: String) {
        for var line in RecordLine.lines(of: text) {
            if line.letter == "s" {
                sentAt = line.instant()
                traits = Self.traits(&line)
            } else {
                var read = Answer(
                    version: Int(line.int()),
                    at: line.instant() ?? Instant(microseconds: 0),
                    stars: Int(line.text()),
                    band: line.text(),
                    factors: [],
                    traits: Traits()
                )
                read.factors = Self.factorNames.map { _ in Int(line.text()) }
                read.traits = Self.traits(&line)
                answer = read
            }
        }
    }

    /// How the record is stored.
    var text: String {
        var writer = RecordWriter()
        if sentAt != nil { writer.line("s", [sentAt.mark] + Self.values(of: traits)) }
        if let answer {
            writer.line(
                "a",
                [String(answer.version), answer.at.mark, answer.stars.map { String($0) } ?? "", answer.band]
                    + answer.factors.map { $0.map { String($0) } ?? "" } + Self.values(of: answer.traits)
            )
        }
        return writer.text
    }

    private static func traits(_ line: inout RecordLine) -> Traits {
        var traits = Traits()
        traits.team = line.text()
        traits.channel = line.text()
        traits.category = line.text()
        traits.language = line.text()
        traits.admin = line.text()
        return traits
    }

    private static func values(of traits: Traits) -> [String] {
        [traits.team, traits.channel, traits.category, traits.language, traits.admin]
    }
}
