/// How much a message looks like spam or fraud, and why.
package struct SpamScore: Sendable, Hashable {
    /// 0 (certainly not) to 1 (certainly).
    package let score: Double
    /// What moved the score, the greatest effect first.
    package let reasons: [Reason]

    /// Something that was found in the message.
    package struct Reason: Sendable, Hashable {
        package let code: SpamSign
        /// What it adds to the score before that is brought between 0 and 1; below zero it speaks for the sender.
        package let weight: Double
        /// The words that were found, in lower case, each digit as 0.
        package let words: [String]
    }
}

/// A sign of spam or fraud, or of an honest message that speaks of it.
package enum SpamSign: String, Sendable, CaseIterable {
    /// The wording is like that of known spam; negative where it is like that of honest messages.
    case wording
    /// Payment past the site: money transfer, gift cards, crypto.
    case offPlatformPayment = "off_platform_payment"
    /// The talk is drawn to WhatsApp, Telegram, a phone number or an address.
    case contactHarvesting = "contact_harvesting"
    /// A link whose target is hidden.
    case shortLink = "short_link"
    /// Several links.
    case manyLinks = "many_links"
    /// Money is promised for a payment made first.
    case advanceFee = "advance_fee"
    /// A prize, a lottery, an award.
    case prize
    /// A password, a code or a card's data is asked for.
    case credentials
    /// Money without effort.
    case easyMoney = "easy_money"
    /// Words that the office itself has named.
    case fraudWord = "fraud_word"
    /// Mostly capital letters.
    case shouting
    /// The sender tells of a fraud, and so uses its words.
    case report = "reports_fraud"
}
