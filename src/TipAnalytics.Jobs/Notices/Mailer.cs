using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Jobs.Notices;

/// <summary>Sends a notice by SMTP. Server, user and password are the host's: TIP_SMTP (smtp://host:587 or smtps://host:465), TIP_SMTP_FROM, TIP_SMTP_USER, and
/// TIP_SMTP_PASSWORD or TIP_SMTP_PASSWORD_FILE.</summary>
internal static class Mailer
{
    private const int TimeoutMilliseconds = 20_000;

    /// <exception cref="NoticeException">It did not get out.</exception>
    public static async Task SendAsync(Notice notice, IReadOnlyList<string> to, Func<string, string?> environment, CancellationToken cancel)
    {
        if (!Uri.TryCreate(environment("TIP_SMTP"), UriKind.Absolute, out var server) || server.Scheme is not ("smtp" or "smtps") || server.UserInfo.Length > 0)
            throw new NoticeException("TIP_SMTP does not name a mail server: set it to smtp://host:587 or smtps://host:465, and user and password to TIP_SMTP_USER and TIP_SMTP_PASSWORD.");
        if (!MailboxAddress.TryParse(environment("TIP_SMTP_FROM"), out var from))
            throw new NoticeException("TIP_SMTP_FROM does not name the address that notices come from.");
        using var message = new MimeMessage { Subject = notice.Subject, Body = new TextPart("plain") { Text = notice.Text } };
        message.From.Add(from);
        message.To.AddRange(to.Select(address => new MailboxAddress("", address)));
        // So that a mailbox with an absence note does not answer a machine.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        try
        {
            using var client = new SmtpClient { Timeout = TimeoutMilliseconds };
            await client.ConnectAsync(server.Host, server.IsDefaultPort || server.Port < 1 ? server.Scheme == "smtps" ? 465 : 587 : server.Port, Security(server), cancel);
            if (environment("TIP_SMTP_USER") is { Length: > 0 } user)
                await client.AuthenticateAsync(user, Password(environment), cancel);
            await client.SendAsync(message, cancel);
            await client.DisconnectAsync(quit: true, cancel);
        }
        catch (Exception failure) when (failure is IOException or SocketException or TimeoutException or ProtocolException or CommandException or AuthenticationException or SslHandshakeException or NotSupportedException or MachineException)
        {
            throw new NoticeException(failure switch
            {
                AuthenticationException => "the mail server does not accept user and password (TIP_SMTP_USER, TIP_SMTP_PASSWORD).",
                SslHandshakeException => "the mail server's certificate is not valid for its name, or it speaks no TLS on this port.",
                NotSupportedException => "the mail server offers no TLS, and notices go over the net encrypted only.",
                SmtpCommandException => "the mail server refused the message; check TIP_SMTP_FROM and the addresses under «notices».",
                MachineException => failure.Message,
                _ => "the mail server cannot be reached or broke off.",
            });
        }
    }

    /// <summary>Encrypted, but on this machine.</summary>
    private static SecureSocketOptions Security(Uri server) =>
        server.Scheme == "smtps" ? SecureSocketOptions.SslOnConnect : server.IsLoopback ? SecureSocketOptions.StartTlsWhenAvailable : SecureSocketOptions.StartTls;

    private static string Password(Func<string, string?> environment) =>
        environment("TIP_SMTP_PASSWORD_FILE") is { Length: > 0 } file ? PrivateFile.Read(file, "file with a password").Trim() : environment("TIP_SMTP_PASSWORD") ?? "";
}
