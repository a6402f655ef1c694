extension SettingsTable {
    package static let mailServer = Setting<MailServerURL>(
        SettingDescription(
            "SAYPRO_SMTP_URL",
            flag: "--smtp-url",
            type: "URL",
            standard: "none",
            allowed: "smtp://[user@]host:port or smtps://[user@]host:port, or empty for no e-mail;"
                + " the password is the secret smtp-password",
            meaning: "the mail server (notifier)",
            empty: .none,
            isSecret: true
        )
    ) { text throws(ValueFault) in try MailServerURL(parsing: text) }

    package static let webhookNetworks = Setting<[NetworkBlock]>(
        SettingDescription(
            "SAYPRO_WEBHOOK_ALLOW",
            flag: "--webhook-allow",
            type: "CIDR list",
            standard: "none",
            allowed: "comma-separated networks such as 10.1.0.0/16,fd00::/8",
            meaning: "networks that webhooks may reach although they are internal (notifier)"
        )
    ) { text throws(ValueFault) in try networks(text) }

    package static let proxies = Setting<[NetworkBlock]>(
        SettingDescription(
            "SAYPRO_PROXIES",
            flag: "--proxies",
            type: "CIDR list",
            standard: "none",
            allowed: "comma-separated networks such as 10.1.0.0/16,fd00::/8",
            meaning: "networks of proxies that are believed about X-Forwarded-For, as those on this machine are"
        )
    ) { text throws(ValueFault) in try networks(text) }

    private static func networks(_ text: String) throws(ValueFault) -> [NetworkBlock] {
        var blocks: [NetworkBlock] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            blocks.append(try NetworkBlock(parsing: part.drop { $0 == " " }))
        }
        return blocks
    }

    package static let secrets = Setting<SecretDirectory>(
        SettingDescription(
            "SAYPRO_SECRETS",
            flag: "--secrets",
            type: "directory",
            standard: "none",
            allowed: "the path of a directory that this program may read",
            meaning: "files: sources' keys by name, smtp-password, webhook, audit-key, redis-url, database-url,"
                + " dashboard-token, reader-token, metrics-token, otlp-headers"
        )
    ) { text throws(ValueFault) in try SecretDirectory(path: text) }

    package static let connectTimeout = Setting<Duration>(
        SettingDescription(
            "SAYPRO_CONNECT_TIMEOUT",
            flag: "--connect-timeout",
            type: "seconds",
            standard: "30",
            allowed: "a number of seconds from 0.1 to 3600",
            meaning: "how long both servers are waited for at start-up"
        )
    ) { text throws(ValueFault) in
        guard let seconds = Double(text), (0.1...3600).contains(seconds) else { throw ValueFault() }
        return .seconds(seconds)
    }
}
