import Logging
import Mail
import Notifier
import Pipeline
import Program
import Webhooks

@main enum NotifierProgram {
    static func main() async {
        let memory = NotifierMemory()
        await WorkerProgram.main(
            .notifier,
            summary: "tells users and admins what concerns them, once each, and knows whether it arrived",
            schema: PipelineMigrations.all + NotifierMigrations.all,
            site: UnsubscribeSite(memory).site
        ) { settings in
            var courier = CourierSettings(
                postgres: settings.database,
                redis: settings.redis,
                keys: settings.keys,
                logger: Logger(label: "saypro.notifier.courier")
            )
            courier.mailServer = try settings.mailServer.map { try MailServer($0, settings.secrets) }
            courier.webhooks = try WebhookSender.signing(settings)
            return NotifierStage(courier: Courier(courier), memory: memory)
        }
    }
}

extension MailServer {
    /// The server of the settings, with the password that is the secret `smtp-password`.
    fileprivate init(_ url: MailServerURL, _ secrets: SecretDirectory?) throws(StartFault) {
        let password = try secrets?.secret("smtp-password")
        if url.user != nil, password == nil {
            throw StartFault(.configuration, "SAYPRO_SMTP_URL names a user, and there is no secret smtp-password")
        }
        let credentials = url.user.flatMap { user in
            password.flatMap { Credentials(user: user, password: $0) }
        }
        let host = url.address.host
        let scheme = url.isTLS ? "smtps" : "smtp"
        guard let security = Self.security(ofScheme: scheme, host: host),
            let server = MailServer(host: host, port: url.address.port, security: security, credentials: credentials)
        else {
            throw StartFault(.configuration, "SAYPRO_SMTP_URL is no server that mail can be sent through")
        }
        self = server
    }
}

extension WebhookSender {
    /// What sends webhooks, where there is the secret `webhook` to sign them with.
    fileprivate static func signing(
        _ settings: WorkerSettings
    ) throws -> (sender: WebhookSender, secrets: SigningSecrets)? {
        guard let bytes = try settings.secrets?.secret("webhook") else { return nil }
        let secrets: SigningSecrets
        do throws(SigningFault) {
            secrets = try SigningSecrets(file: bytes)
        } catch {
            throw StartFault(
                .configuration,
                "the secret webhook in SAYPRO_SECRETS is not whsec_ and 24 to 64 bytes in base64"
            )
        }
        let networks = settings.webhookNetworks
        guard !networks.isEmpty else { return (try WebhookSender(guard: TargetGuard()), secrets) }
        let targets = TargetGuard(allows: { address in networks.contains { $0.contains(address) } })
        return (try WebhookSender(guard: targets), secrets)
    }
}
