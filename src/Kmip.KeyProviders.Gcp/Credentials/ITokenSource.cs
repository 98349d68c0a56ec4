namespace Kmip.KeyProviders.Gcp;

/// <summary>
/// Issues access tokens of Google Cloud. The provider keeps a token until shortly before its end and asks for one at a time, so an
/// implementation need not cache. It is used from several threads, one after the other.
/// </summary>
public interface ITokenSource
{
    /// <summary>Obtains a token, in one attempt.</summary>
    /// <param name="refused">
    /// The token that was refused or is about to end; null the first time. Another one should be returned; where there is none, the same value.
    /// </param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="KeyProviderException">There is none, in our words.</exception>
    ValueTask<AccessToken> ObtainAsync(AccessToken? refused, CancellationToken cancellationToken);
}
