using System.Net;

namespace Kmip.KeyProviders.Http;

/// <summary>Checks the addresses credentials may be sent to. They may come from a file or a variable that somebody else wrote.</summary>
public static class KeyServiceEndpoint
{
    /// <summary>The longest endpoint in characters; no honest one comes near.</summary>
    private const int MaximumLength = 300;

    /// <summary>
    /// An endpoint: <c>https://HOST</c> or <c>https://HOST:PORT</c>, or <c>http</c> to a loopback address of this machine. No user, path, query or
    /// fragment.
    /// </summary>
    /// <param name="url">The address.</param>
    /// <param name="source">Where it was given, for the message: an option or a variable. The address itself is not printed.</param>
    /// <exception cref="KeyProviderException"><see cref="KeyProviderError.InvalidConfiguration"/>.</exception>
    public static Uri Check(string url, string source)
    {
        ArgumentNullException.ThrowIfNull(url);
        bool allowed = url.Length <= MaximumLength
            && Uri.TryCreate(url, UriKind.Absolute, out Uri? uri)
            && uri is { UserInfo: "", Query: "", Fragment: "", AbsolutePath: "/", Host.Length: > 0 }
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && IsLoopback(uri)));
        return allowed ? new Uri(url, UriKind.Absolute) : throw new KeyProviderException(
            KeyProviderError.InvalidConfiguration, $"The endpoint in {source} is not allowed.")
        {
            Remedy = "Give https://HOST or https://HOST:PORT; http only for a loopback address.",
        };
    }

    /// <summary>True for <c>localhost</c> and loopback addresses. A name that merely resolves to one is not loopback: names can change.</summary>
    public static bool IsLoopback(Uri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return uri.Host == "localhost" || (IPAddress.TryParse(uri.DnsSafeHost, out IPAddress? address) && IPAddress.IsLoopback(address));
    }
}
