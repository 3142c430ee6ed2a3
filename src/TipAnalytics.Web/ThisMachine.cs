using System.Net;

namespace TipAnalytics.Web;

/// <summary>Pages for whoever administrates the machine, as long as the host has no accounts.</summary>
internal static class ThisMachine
{
    /// <summary>True when a browser on this machine asks for this machine. A proxy on it, and a foreign name that points here, are not taken for that.</summary>
    public static bool Asks(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !context.Request.Headers.Keys.Any(name => name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase) || name.Equals("Forwarded", StringComparison.OrdinalIgnoreCase) || name.Equals("Via", StringComparison.OrdinalIgnoreCase))
        && (context.Request.Host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(context.Request.Host.Host.Trim('[', ']'), out var host) && IPAddress.IsLoopback(host)));
}
