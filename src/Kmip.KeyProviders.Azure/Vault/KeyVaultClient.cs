using System.Buffers;
using System.Security.Cryptography;
using Azure;
using Azure.Core;
using Kmip.KeyProviders.Http;

namespace Kmip.KeyProviders.Azure;

/// <summary>
/// The operations of Key Vault and Managed HSM that a provider needs, one attempt each, on Azure.Core's pipeline. It stands where the vendor's
/// CryptographyClient would: were its package used, this and <see cref="VaultTokens"/> are what it would replace.
/// </summary>
internal sealed class KeyVaultClient(AzureSettings settings, AzureTransport transport)
{
    private readonly AzureAlgorithm _algorithm = settings.Algorithm;

    /// <summary>
    /// Asks the vault which token it wants, with a request that carries neither a token nor a body, so that nothing is said before its answer is
    /// checked.
    /// </summary>
    public async ValueTask<VaultChallenge> ChallengeAsync(CancellationToken cancellationToken)
    {
        using HttpMessage message = Message(Operation(unwraps: false));
        await SendAsync(message, cancellationToken).ConfigureAwait(false);
        return message.Response.Status == 401 ? Challenge(message) ?? throw AzureFailures.NotAnAnswer(AzureService.Vault) : throw AzureFailures.NotAnAnswer(AzureService.Vault);
    }

    /// <summary>Wraps with the named version of the key, or its current one.</summary>
    public async ValueTask<byte[]> WrapAsync(VaultToken token, ReadOnlyMemory<byte> dataKey, CancellationToken cancellationToken)
    {
        byte[] body = KeyVaultRequest.Create(_algorithm.Name, dataKey.Span);
        using KeyVaultReply reply = await CallAsync(token, Operation(unwraps: false), body, cancellationToken).ConfigureAwait(false);
        byte[] wrapped = _algorithm.IsAuthenticated
            ? [.. Exactly(reply, "iv", AzureAlgorithm.NonceLength), .. Exactly(reply, "tag", AzureAlgorithm.TagLength), .. reply.Data("value")]
            : reply.Data("value").ToArray();
        return wrapped.Length <= KeyProviderLimits.MaximumWrappedLength && !reply.Data("value").IsEmpty ? wrapped : throw AzureFailures.NotAnAnswer(AzureService.Vault);
    }

    /// <summary>Unwraps.</summary>
    /// <returns>The plaintext in <c>value</c>; the caller disposes it.</returns>
    public async ValueTask<KeyVaultReply> UnwrapAsync(VaultToken token, ReadOnlyMemory<byte> wrapped, CancellationToken cancellationToken)
    {
        KeyVaultReply reply = await CallAsync(token, Operation(unwraps: true), UnwrapBody(wrapped.Span), cancellationToken).ConfigureAwait(false);
        try
        {
            if (reply.Data("value").Length is 0 or > KeyProviderLimits.MaximumDataKeyLength)
            {
                throw AzureFailures.NotAnAnswer(AzureService.Vault);
            }

            // Nobody waits for it any more after a cancellation.
            cancellationToken.ThrowIfCancellationRequested();
            return reply;
        }
        catch
        {
            reply.Dispose();
            throw;
        }
    }

    private byte[] UnwrapBody(ReadOnlySpan<byte> wrapped)
    {
        const int Prefix = AzureAlgorithm.NonceLength + AzureAlgorithm.TagLength;
        if (!_algorithm.IsAuthenticated)
        {
            return KeyVaultRequest.Create(_algorithm.Name, wrapped);
        }

        return wrapped.Length > Prefix
            ? KeyVaultRequest.Create(_algorithm.Name, wrapped[Prefix..], wrapped[..AzureAlgorithm.NonceLength], wrapped[AzureAlgorithm.NonceLength..Prefix])
            : throw new KeyProviderException(KeyProviderError.CiphertextRejected, "The wrapped key is shorter than nonce and tag of AES-GCM.")
            {
                Remedy = "Check that the wrapped key is whole and was wrapped by this provider.",
            };
    }

    private static ReadOnlySpan<byte> Exactly(KeyVaultReply reply, string name, int length) =>
        reply.Data(name).Length == length ? reply.Data(name) : throw AzureFailures.NotAnAnswer(AzureService.Vault);

    private string Operation(bool unwraps) => (settings.Options.UseWrapKey, unwraps) switch
    {
        (false, false) => "encrypt",
        (false, true) => "decrypt",
        (true, false) => "wrapkey",
        (true, true) => "unwrapkey",
    };

    private HttpMessage Message(string operation)
    {
        AzureKeyIdentifier key = settings.Key;
        string path = $"/keys/{key.Name}{(key.Version is null ? null : "/" + key.Version)}/{operation}?api-version={settings.Options.ApiVersion}";
        HttpMessage message = transport.Vault.CreateMessage();
        message.Request.Method = RequestMethod.Post;
        message.Request.Uri.Reset(new Uri(settings.VaultEndpoint, path));
        message.Request.Headers.Add(HttpHeader.Common.JsonAccept);

        // The guard has read the answer already; a further copy of it would not be zeroed. Its time is the executor's.
        message.BufferResponse = false;
        message.NetworkTimeout = Timeout.InfiniteTimeSpan;
        return message;
    }

    private async ValueTask<KeyVaultReply> CallAsync(VaultToken token, string operation, byte[] body, CancellationToken cancellationToken)
    {
        try
        {
            using HttpMessage message = Message(operation);
            message.Request.Headers.Add(HttpHeader.Common.JsonContentType);
            message.Request.Headers.Add(HttpHeader.Names.Authorization, "Bearer " + token.Value);
            message.Request.Content = RequestContent.Create((ReadOnlyMemory<byte>)body);
            await SendAsync(message, cancellationToken).ConfigureAwait(false);
            if (message.Response.Status == 401)
            {
                token.Refusal = Challenge(message);
                throw AzureFailures.TokenRefused();
            }

            KeyVaultReply reply = await ReadAsync(message, cancellationToken).ConfigureAwait(false);

            // Wrapped with another key, the data key would be lost (or known to somebody else) and nobody would notice until it is needed.
            if (reply.Key is null || !settings.Key.Covers(reply.Key))
            {
                reply.Dispose();
                throw AzureFailures.NotAnAnswer(AzureService.Vault);
            }

            return reply;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(body);
        }
    }

    private VaultChallenge? Challenge(HttpMessage message) =>
        message.Response.Headers.TryGetValue("WWW-Authenticate", out string? header) && header is not null ? VaultChallenge.Read(header, settings) : null;

    private async ValueTask SendAsync(HttpMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await transport.Vault.SendAsync(message, cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException)
        {
            // The pipeline's own word for a connection that failed; ours come as they are.
            throw KeyServiceFailures.BrokenOff(AzureFailures.NameOf(AzureService.Vault));
        }
    }

    private static async ValueTask<KeyVaultReply> ReadAsync(HttpMessage message, CancellationToken cancellationToken)
    {
        byte[] body = ArrayPool<byte>.Shared.Rent(KeyServiceGuard.MaximumAnswerLength);
        try
        {
            Stream stream = message.Response.ContentStream ?? Stream.Null;
            int length = await stream.ReadAtLeastAsync(body, KeyServiceGuard.MaximumAnswerLength, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return KeyVaultReply.Read(body.AsSpan(0, length));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(body);
            ArrayPool<byte>.Shared.Return(body);
        }
    }
}
