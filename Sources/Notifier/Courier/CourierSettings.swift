package import Contract
package import Logging
package import Mail
package import Postgres
package import Redis
package import Webhooks

/// What the courier sends with, and where it reports.
package struct CourierSettings: Sendable {
    package let postgres: PostgresURL
    package let redis: RedisURL
    package let keys: Keys
    package let logger: Logger
    /// The mail server; nil for no mail.
    package var mailServer: MailServer?
    /// Connections to the mail server; each sends one mail after the other.
    package var mailConnections = 4
    /// How long a mail may take.
    package var mailLimits = MailLimits(connect: .seconds(15), message: .seconds(60))
    /// What sends webhooks, and the secrets they are signed with; nil for no webhooks.
    package var webhooks: (sender: WebhookSender, secrets: SigningSecrets)?
    /// How long after it was claimed a send may begin.
    package var patience = Duration.seconds(25)

    package init(postgres: PostgresURL, redis: RedisURL, keys: Keys, logger: Logger) {
        self.postgres = postgres
        self.redis = redis
        self.keys = keys
        self.logger = logger
    }
}
