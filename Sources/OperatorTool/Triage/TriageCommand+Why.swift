import ArgumentParser
import Contract
import Policy
import Routing
import Triage

extension TriageCommand {
    /// The command `saypro triage why TEXT`.
    struct Why: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell what the triage makes of a message: category, language, tier, spam, and what decided each.",
            discussion: """
                By the policy in force (its rules, thresholds, keywords and screening) and the model in force with the \
                corrections of admins. With --offline the built-in model alone is asked.

                Examples:
                  saypro triage why "I was charged twice" --channel email
                  saypro triage why "I forgot my password" --offline
                """
        )
        @Argument(help: "The message.") var text: String
        @Option(help: "The channel by which it came in, such as email.") var channel: String?
        @Option(help: "The service that published it.") var source: String?
        @Option(help: "The language that its publisher named, such as pt.") var language: String?
        @Option(help: "The user who wrote it.") var user: String?
        @OptionGroup var offline: OfflineOption
        @OptionGroup var output: OutputOptions
        @OptionGroup var connections: ConnectionOptions

        func validate() throws {
            guard !text.isEmpty else { throw ValidationError("the message is empty") }
            if let channel, Channel(rawValue: channel) == nil {
                let channels = Channel.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("there is no channel \(channel): \(channels)")
            }
        }

        func run() async throws {
            guard !offline.offline else { return try tellOffline() }
            let inForce = try await connections.resolved().triageInForce()
            let triage = inForce.triage
            guard let judgement = triage.judge(text) else { throw ToolFailure.usage("the message is empty") }
            var opening = Opening(kind: .conversation)
            opening.text = text
            opening.channel = channel
            opening.source = source
            opening.language = language.map { SpokenLanguage($0, by: "message") }
            opening.sender = Sender(user: user ?? "")
            opening.judgement = judgement
            let finding = triage.decide(opening)
            if output.json {
                return output.console.write(
                    finding.json(judgement, model: triage.named.version, policy: inForce.policyVersion)
                )
            }
            tell(finding, judgement, inForce, model: triage.named.version)
        }

        private func tell(_ finding: TriageFinding, _ judgement: Judgement, _ inForce: TriageInForce, model: String) {
            let policy = inForce.document.triage
            let least = CaseWords.percent(policy.confidence)
            if let category = finding.category {
                let by = finding.categoryBy.map(CaseWords.decider) ?? ""
                let isLearned = finding.categoryBy == "model"
                let sure = isLearned ? finding.confidence.map { ", \(CaseWords.percent($0)) sure" } : nil
                line("category", "\(category)  \(by)\(sure ?? "")")
            } else {
                line("category", "none, so a person decides")
            }
            if let suggested = finding.suggestedCategory {
                let sure = finding.confidence.map { CaseWords.percent($0) } ?? "?"
                line("", "the model suggests \(suggested), \(sure) sure; the policy acts from \(least) on")
            }
            if ["model", nil].contains(finding.categoryBy) || finding.suggestedCategory != nil {
                reasons(judgement)
            } else if !finding.words.isEmpty {
                line("", "words: \(finding.words.joined(separator: ", "))")
            }
            let by = finding.languageBy.map(CaseWords.decider) ?? ""
            line("language", "\(finding.language ?? finding.languageGuess ?? "none")  \(by), \(confidence(judgement))")
            line("tier", "\(finding.tier)  \(CaseWords.decider(finding.tierBy))")
            if let spam = finding.spam {
                let limits = policy.screening
                let verdict =
                    spam.reason.map { "spam: \(CaseWords.decider($0))" } ?? (spam.isSuspect ? "suspect" : "no spam")
                line(
                    "spam",
                    "\(CaseWords.percent(spam.score))  \(verdict) (suspect from \(CaseWords.percent(limits.suspect)), "
                        + "spam from \(CaseWords.percent(limits.spam)))"
                )
                signs(judgement)
            }
            line("by", "model \(model)\(model == "0" ? " (built in)" : ""), policy version \(inForce.policyVersion)")
        }

        private func tellOffline() throws {
            let model = try builtInModel()
            let judgement = model.judge(text)
            if output.json { return output.console.write(judgement.json(model: model.version)) }
            let sure = judgement.isSure ? "" : ", so a person decides"
            line("category", "\(judgement.category)  \(CaseWords.percent(judgement.confidence))\(sure)")
            reasons(judgement)
            let isGuess = judgement.language.isSure ? "" : ", a guess"
            line("language", "\(judgement.language.language ?? "none")  \(confidence(judgement))\(isGuess)")
            line("spam", CaseWords.percent(judgement.spam.score))
            signs(judgement)
            line("by", "the built-in model; no policy was asked")
        }

        private func confidence(_ judgement: Judgement) -> String { CaseWords.percent(judgement.language.confidence) }

        private func reasons(_ judgement: Judgement) {
            for reason in judgement.reasons { line("", "\(signed(reason.weight))  \(reason.term)") }
        }

        private func signs(_ judgement: Judgement) {
            for reason in judgement.spam.reasons {
                let words = reason.words.joined(separator: ", ")
                line("", "\(signed(reason.weight))  \(CaseWords.plain(reason.code.rawValue))  \(words)")
            }
        }

        private func line(_ name: String, _ text: String) {
            output.console.write(name + String(repeating: " ", count: 10 - name.count) + text)
        }

        private func signed(_ value: Double) -> String {
            let hundredths = Int((abs(value) * 100).rounded())
            let rest = hundredths % 100
            return "\(value < 0 ? "-" : "+")\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
        }
    }
}

extension Judgement {
    /// What the model makes of a message.
    func json(model: String) -> JSONValue { .object(members(model: model)) }

    fileprivate func members(model: String) -> [JSONValue.Member] {
        let spamReasons = spam.reasons.map { reason -> JSONValue in
            [
                "code": .string(reason.code.rawValue), "weight": .double(reason.weight),
                "words": .array(reason.words.map { .string($0) }),
            ]
        }
        let members: [(String, JSONValue)] = [
            ("category", .string(category)), ("confidence", .double(confidence)), ("sure", .bool(isSure)),
            ("second", .text(second)),
            ("reasons", .array(reasons.map { ["term": .string($0.term), "weight": .double($0.weight)] })),
            (
                "language",
                [
                    "tag": .text(language.language), "confidence": .double(language.confidence),
                    "sure": .bool(language.isSure),
                ]
            ),
            ("spam", ["score": .double(spam.score), "reasons": .array(spamReasons)]),
            ("model", .string(model)),
        ]
        return members.map { JSONValue.Member(name: $0.0, value: $0.1) }
    }
}

extension TriageFinding {
    /// What the model makes of a message, and what was decided.
    fileprivate func json(_ judgement: Judgement, model: String, policy: Int) -> JSONValue {
        let decided: JSONValue = [
            "category": .text(category), "category_by": .text(categoryBy),
            "suggested_category": .text(suggestedCategory),
            "confidence": confidence.map { .double($0) } ?? .null, "words": .array(words.map { .string($0) }),
            "language": .text(language), "language_by": .text(languageBy), "language_guess": .text(languageGuess),
            "tier": .string(tier), "tier_by": .string(tierBy),
            "spam_score": spam.map { .double($0.score) } ?? .null, "suspect": .bool(spam?.isSuspect ?? false),
            "spam": .bool(spam?.isSpam ?? false), "spam_reason": .text(spam?.reason),
        ]
        return .object(
            judgement.members(model: model) + [
                JSONValue.Member(name: "decided", value: decided),
                JSONValue.Member(name: "policy", value: .integer(Int64(policy))),
            ]
        )
    }
}
