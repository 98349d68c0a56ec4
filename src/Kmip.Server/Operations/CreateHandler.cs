using System.Security.Cryptography;
using Kmip.Protocol;

namespace Kmip.Server;

/// <summary>Create (KMIP 1.4 section 4.1, KMIP 2.1 section 6.1.8): a new symmetric key from the system's random number generator.</summary>
public sealed class CreateHandler : OperationHandler<CreateRequest, CreateResponse>
{
    /// <inheritdoc/>
    public override async ValueTask<CreateResponse> HandleAsync(CreateRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        if (request.ObjectType is not ObjectType.SymmetricKey)
        {
            throw new KmipOperationException(ResultReason.InvalidObjectType, "Create makes symmetric keys only.", ResultReason.InvalidField);
        }

        NewObject.CheckProtection(request.ProtectionStorageMasks);
        AttributeList attributes = GivenAttributes.Accept(request.Attributes, ObjectType.SymmetricKey);
        if (attributes.CryptographicAlgorithm is not { } algorithm)
        {
            throw new KmipOperationException(ResultReason.InvalidAttribute, "Cryptographic Algorithm is needed to create a key.");
        }

        int bits = attributes.CryptographicLength ?? SymmetricAlgorithms.UsualBits(algorithm) ?? 0;
        if (SymmetricAlgorithms.KeyBytes(algorithm, bits) is not { } length)
        {
            throw new KmipOperationException(ResultReason.InvalidAttributeValue, "There is no symmetric key of this Cryptographic Algorithm and Cryptographic Length.");
        }

        attributes.CryptographicLength = bits;

        // For an object the server makes, not for one that a client brings (KMIP 1.4 section 3.43).
        attributes.OriginalCreationDate = context.Now;
        attributes.RandomNumberGenerator = new RNGParameters { RNGAlgorithm = RNGAlgorithm.Unspecified };
        var material = new SecretBuffer(length);
        RandomNumberGenerator.Fill(material.Span);
        using var key = new SymmetricKey
        {
            KeyBlock = new KeyBlock
            {
                KeyFormatType = KeyFormatType.Raw,
                KeyValue = new KeyValue(KeyMaterial.FromBuffer(material)),
                CryptographicAlgorithm = algorithm,
                CryptographicLength = bits,
            },
        };
        string id = await NewObject.AddAsync(key, attributes, context, cancellationToken).ConfigureAwait(false);
        return new CreateResponse { ObjectType = ObjectType.SymmetricKey, UniqueIdentifier = id };
    }
}
