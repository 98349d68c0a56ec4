using Kmip.Protocol;

namespace Kmip.Server;

/// <summary>
/// Register (KMIP 1.4 section 4.3, KMIP 2.1 section 6.1.43): keeps an object the client brings, also a wrapped one, as it is. A usage mask is
/// not asked for: real clients register secrets without one, or with none of its bits.
/// </summary>
public sealed class RegisterHandler : OperationHandler<RegisterRequest, RegisterResponse>
{
    /// <inheritdoc/>
    public override async ValueTask<RegisterResponse> HandleAsync(RegisterRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        if (request.Object is not { } managedObject || managedObject.ObjectType != request.ObjectType)
        {
            throw new KmipOperationException(ResultReason.InvalidField, "The object is not of the type that Object Type says.");
        }

        if (managedObject.ObjectType is ObjectType.Template)
        {
            throw new KmipOperationException(ResultReason.FeatureNotSupported, "Templates are not kept: give the attributes with each object.");
        }

        NewObject.CheckProtection(request.ProtectionStorageMasks);
        AttributeList attributes = GivenAttributes.Accept(request.Attributes, managedObject.ObjectType);
        if (attributes.CertificateLength is { } length && length != (managedObject as Certificate)?.CertificateValue.Length)
        {
            throw new KmipOperationException(ResultReason.InvalidAttributeValue, "The attribute Certificate Length is not the length of the certificate.");
        }

        if (managedObject.FindKeyBlock() is { } block)
        {
            Reconcile(block, managedObject.ObjectType, attributes);
        }

        string id = await NewObject.AddAsync(managedObject, attributes, context, cancellationToken).ConfigureAwait(false);
        return new RegisterResponse { UniqueIdentifier = id };
    }

    /// <summary>The key block and the attributes must say the same; what only one of them says goes for both.</summary>
    private static void Reconcile(KeyBlock block, ObjectType type, AttributeList attributes)
    {
        if (block.KeyValue is not { } value)
        {
            throw new KmipOperationException(ResultReason.InvalidField, "The key block has no key value.");
        }

        if (attributes.CryptographicAlgorithm is { } algorithm && block.CryptographicAlgorithm is { } other && algorithm != other)
        {
            throw new KmipOperationException(ResultReason.InvalidField, "Cryptographic Algorithm of the attributes and of the key block differ.");
        }

        if (attributes.CryptographicLength is { } length && block.CryptographicLength is { } otherLength && length != otherLength)
        {
            throw new KmipOperationException(ResultReason.InvalidField, "Cryptographic Length of the attributes and of the key block differ.");
        }

        attributes.CryptographicAlgorithm ??= block.CryptographicAlgorithm;
        attributes.CryptographicLength ??= block.CryptographicLength;

        // Attributes inside the key value break clients when they come back with Get: the object's own are kept instead.
        value.Attributes = null;
        if (value.Material?.Bytes is { } bytes && type is ObjectType.SymmetricKey && block.KeyFormatType is KeyFormatType.Raw)
        {
            CheckRaw(bytes.Length, attributes);
            block.CryptographicAlgorithm ??= attributes.CryptographicAlgorithm;
            block.CryptographicLength ??= attributes.CryptographicLength;
        }
    }

    private static void CheckRaw(int bytes, AttributeList attributes)
    {
        int? expected = attributes is { CryptographicLength: { } bits, CryptographicAlgorithm: CryptographicAlgorithm.DES3 }
            ? SymmetricAlgorithms.KeyBytes(CryptographicAlgorithm.DES3, bits)
            : attributes.CryptographicLength / 8;
        if (bytes == 0 || (expected is { } length && length != bytes))
        {
            throw new KmipOperationException(ResultReason.InvalidField, "The key is not as long as Cryptographic Length says.");
        }

        attributes.CryptographicLength ??= bytes * 8;
    }
}
