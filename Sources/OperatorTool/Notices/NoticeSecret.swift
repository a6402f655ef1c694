import ArgumentParser
import Contract
import Program
import Webhooks

extension NoticesCommand {
    /// The command `saypro notices secret USER`.
    struct Secret: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "secret",
            abstract: "Print the secret by which a user's receiver checks webhooks.",
            discussion: """
                Needs the secret webhook, of which each user's own is derived: give a user this one, and the secret webhook to
                receivers of the office only. Of several lines in webhook the first counts, the newest.

                Example:
                  (umask 077; saypro notices secret u-42 > u-42.secret)
                """
        )

        @Argument(help: "The user whose webhook it is.") var user: String
        @OptionGroup var output: OutputOptions
        @OptionGroup var connections: ConnectionOptions

        func run() async throws {
            guard let bytes = try connections.resolved().secrets?.secret("webhook") else {
                throw ToolFailure.configuration("SAYPRO_SECRETS has no secret webhook, so no webhook is sent")
            }
            guard let secrets = try? SigningSecrets(file: bytes) else {
                throw ToolFailure.configuration("the secret webhook is not whsec_ and 24 to 64 bytes in base64")
            }
            let secret = secrets.newest.derived(for: user).text
            if output.json { return output.console.write(["user": .string(user), "secret": .string(secret)]) }
            output.console.write(secret)
        }
    }
}
