using Kmip.Protocol;

namespace Kmip.Server;

/// <summary>The key of an Encrypt or Decrypt request: whether it may be used, and its bytes.</summary>
internal static class CipherKey
{
    /// <summary>Checks that the object is a symmetric key whose mask and state allow the operation at the time of the request.</summary>
    public static void RequireUsable(ManagedObjectRecord record, CryptographicUsageMask use, OperationContext context)
    {
        if (record.ObjectType is not ObjectType.SymmetricKey)
        {
            throw new KmipOperationException(ResultReason.InvalidObjectType, "The object is not a symmetric key.", ResultReason.InvalidField);
        }

        bool mayNow = use is CryptographicUsageMask.Encrypt
            ? KeyLifecycle.MayProtect(record, context.Now)
            : KeyLifecycle.MayProcess(record, context.Now);
        if (!mayNow)
        {
            throw new KmipOperationException(ResultReason.WrongKeyLifecycleState, $"The key may not be used for this now: it is {record.State}, or its dates forbid it.");
        }

        if (record.Attributes.CryptographicUsageMask is not { } mask || (mask & use) == 0)
        {
            throw new KmipOperationException(ResultReason.IncompatibleCryptographicUsageMask, $"The Cryptographic Usage Mask of the key does not allow {use}.");
        }
    }

    /// <summary>The bytes of the key, the caller's to dispose. May ask a key provider.</summary>
    public static async ValueTask<SecretBuffer> ReadAsync(ManagedObjectRecord record, OperationContext context, CancellationToken cancellationToken)
    {
        IStoreTransaction transaction = await context.OpenAsync(StoreAccess.Read, cancellationToken).ConfigureAwait(false);
        using ManagedObject found = await transaction.GetObjectAsync(record.UniqueIdentifier, cancellationToken).ConfigureAwait(false)
            ?? throw GetHandler.Destroyed();
        KeyBlock? block = found.FindKeyBlock();
        if (block?.KeyWrappingData is not null)
        {
            throw new KmipOperationException(ResultReason.KeyWrapTypeNotSupported, "The key was registered wrapped: the server cannot use it.");
        }

        if (block?.KeyFormatType is not KeyFormatType.Raw || block.KeyValue?.Material?.Bytes is not { } bytes)
        {
            throw new KmipOperationException(ResultReason.KeyFormatTypeNotSupported, "The server uses keys of the Key Format Type Raw only.");
        }

        return bytes.Length is 16 or 24 or 32
            ? bytes.Copy()
            : throw new KmipOperationException(ResultReason.CryptographicFailure, "The key does not have the length of an AES key.");
    }
}
