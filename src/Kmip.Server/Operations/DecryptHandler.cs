using Kmip.Protocol;

namespace Kmip.Server;

/// <summary>
/// Decrypt (KMIP 1.4 section 4.30, KMIP 2.1 section 6.1.11): AES in CBC, ECB, CTR and GCM, in one request. Whatever is wrong with the data, its
/// padding or its tag, the answer is the same.
/// </summary>
public sealed class DecryptHandler : OperationHandler<DecryptRequest, DecryptResponse>
{
    /// <inheritdoc/>
    public override async ValueTask<DecryptResponse> HandleAsync(DecryptRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        CipherRequest.RefuseParts(request.InitIndicator, request.FinalIndicator, request.CorrelationValue, request.DataReference);
        byte[] data = request.Data ?? throw CipherRequest.Missing("Data");
        ManagedObjectRecord record = await context.FindAsync(request.UniqueIdentifier, StoreAccess.Read, cancellationToken).ConfigureAwait(false);
        CipherKey.RequireUsable(record, CryptographicUsageMask.Decrypt, context);
        CipherSettings settings = CipherSettings.Of(request.CryptographicParameters, record, context.Version);
        EncryptHandler.RefuseAdditionalData(settings, request.AuthenticatedEncryptionAdditionalData);
        byte[] iv = IVOf(settings, request.IVCounterNonce);
        byte[] tag = TagOf(settings, request.AuthenticatedEncryptionTag);
        using SecretBuffer key = await CipherKey.ReadAsync(record, context, cancellationToken).ConfigureAwait(false);
        SecretBuffer plaintext = AesCipher.Decrypt(key.Span, settings, iv, data, tag, request.AuthenticatedEncryptionAdditionalData);
        return new DecryptResponse { UniqueIdentifier = record.UniqueIdentifier, Data = plaintext };
    }

    private static byte[] IVOf(CipherSettings settings, byte[]? given)
    {
        if (settings.IVLength == 0)
        {
            return [];
        }

        byte[] iv = given ?? throw CipherRequest.Missing("IV/Counter/Nonce");
        CipherRequest.CheckIV(settings, iv);
        return iv;
    }

    private static byte[] TagOf(CipherSettings settings, byte[]? given) => (settings.Mode, given) switch
    {
        (BlockCipherMode.GCM, { } tag) => tag,
        (BlockCipherMode.GCM, null) => throw CipherRequest.Missing("Authenticated Encryption Tag"),
        (_, null) => [],
        _ => throw new KmipOperationException(ResultReason.BadCryptographicParameters, "An Authenticated Encryption Tag needs the Block Cipher Mode GCM."),
    };
}
