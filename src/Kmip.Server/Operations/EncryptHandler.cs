using System.Security.Cryptography;
using Kmip.Protocol;

namespace Kmip.Server;

/// <summary>
/// Encrypt (KMIP 1.4 section 4.29, KMIP 2.1 section 6.1.17): AES in CBC, ECB, CTR and GCM, in one request. Where the mode needs an
/// initialization vector and the client gives none, the server makes one and returns it, unless Random IV is false.
/// </summary>
public sealed class EncryptHandler : OperationHandler<EncryptRequest, EncryptResponse>
{
    /// <inheritdoc/>
    public override async ValueTask<EncryptResponse> HandleAsync(EncryptRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        CipherRequest.RefuseParts(request.InitIndicator, request.FinalIndicator, request.CorrelationValue, request.DataReference);
        SecretBuffer data = request.Data ?? throw CipherRequest.Missing("Data");
        ManagedObjectRecord record = await FindAsync(request, context, cancellationToken).ConfigureAwait(false);
        CipherKey.RequireUsable(record, CryptographicUsageMask.Encrypt, context);
        CipherSettings settings = CipherSettings.Of(request.CryptographicParameters, record, context.Version);
        RefuseAdditionalData(settings, request.AuthenticatedEncryptionAdditionalData);
        (byte[] iv, bool made) = ChooseIV(settings, request.IVCounterNonce);
        using SecretBuffer key = await CipherKey.ReadAsync(record, context, cancellationToken).ConfigureAwait(false);
        (byte[] ciphertext, byte[]? tag) = AesCipher.Encrypt(
            key.Span, settings, iv, data.Span, request.AuthenticatedEncryptionAdditionalData);
        await UsageAllocation.TakeAsync(record, data.Length, context, cancellationToken).ConfigureAwait(false);
        return new EncryptResponse
        {
            UniqueIdentifier = record.UniqueIdentifier,
            Data = ciphertext,
            IVCounterNonce = made ? iv : null,
            AuthenticatedEncryptionTag = tag,
        };
    }

    /// <summary>Only a key with usage limits is changed by its use: the others need not wait for a writer.</summary>
    private static async ValueTask<ManagedObjectRecord> FindAsync(EncryptRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        ManagedObjectRecord record = await context.FindAsync(request.UniqueIdentifier, StoreAccess.Read, cancellationToken).ConfigureAwait(false);
        if (record.Attributes.UsageLimits is null)
        {
            return record;
        }

        await context.CloseAsync().ConfigureAwait(false);
        return await context.FindAsync(request.UniqueIdentifier, StoreAccess.Write, cancellationToken).ConfigureAwait(false);
    }

    private static (byte[] IV, bool Made) ChooseIV(CipherSettings settings, byte[]? given)
    {
        if (settings.IVLength == 0)
        {
            return ([], false);
        }

        if (given is not null)
        {
            CipherRequest.CheckIV(settings, given);
            return (given, false);
        }

        return settings.MayMakeIV ? (RandomNumberGenerator.GetBytes(settings.IVLength), true) : throw CipherRequest.Missing("IV/Counter/Nonce");
    }

    // Leaving it out of the calculation would let the client believe it is authenticated.
    internal static void RefuseAdditionalData(CipherSettings settings, byte[]? additionalData)
    {
        if (additionalData is not null && settings.Mode is not BlockCipherMode.GCM)
        {
            throw new KmipOperationException(
                ResultReason.BadCryptographicParameters, "Authenticated Encryption Additional Data needs the Block Cipher Mode GCM.");
        }
    }
}
