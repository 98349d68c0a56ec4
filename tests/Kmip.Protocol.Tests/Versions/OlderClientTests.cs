using Kmip.Protocol.Tests.Support;
using Kmip.Ttlv;

namespace Kmip.Protocol.Tests.Versions;

/// <summary>The most frequent fault of other servers: an older client is sent a field, an attribute or a value that it does not know.</summary>
[Trait("Abuse", "A29")]
public sealed class OlderClientTests
{
    [Theory]
    [InlineData("1.0", false, false, false)]
    [InlineData("1.2", true, false, false)]
    [InlineData("1.4", true, true, false)]
    [InlineData("2.1", true, true, true)]
    public void A_response_header_has_only_fields_of_its_version(string version, bool nonce, bool correlation, bool hashedPassword)
    {
        using ResponseHeader header = new()
        {
            ProtocolVersion = Codec.Version(version),
            TimeStamp = DateTimeOffset.UnixEpoch,
            Nonce = new Nonce { NonceID = [1], NonceValue = [2] },
            ServerHashedPassword = SecretBuffer.CopyOf([1, 2]),
            AttestationTypes = { AttestationType.TPMQuote },
            ServerCorrelationValue = "s",
            BatchCount = 1,
        };
        byte[] encoded = Codec.Encode(header, header.ProtocolVersion);
        Assert.Equal(nonce, Codec.Has(encoded, KmipTag.Nonce));
        Assert.Equal(nonce, Codec.Has(encoded, KmipTag.AttestationType));
        Assert.Equal(correlation, Codec.Has(encoded, KmipTag.ServerCorrelationValue));
        Assert.Equal(hashedPassword, Codec.Has(encoded, KmipTag.ServerHashedPassword));
    }

    [Theory]
    [InlineData("1.0", new[] { "State", "Operation Policy Name" })]
    [InlineData("1.1", new[] { "State", "Fresh", "Operation Policy Name" })]
    [InlineData("1.4", new[] { "State", "Fresh", "Sensitive", "Operation Policy Name" })]
    [InlineData("2.0", new[] { "State", "Fresh", "Sensitive", "Quantum Safe" })]
    [InlineData("2.1", new[] { "State", "Fresh", "Sensitive", "Quantum Safe", "Rotate Automatic" })]
    public void Attributes_have_only_those_of_the_version(string version, string[] expected)
    {
        AttributeList attributes = new()
        {
            State = State.Active,
            Fresh = true,
            Sensitive = false,
            QuantumSafe = true,
            RotateAutomatic = true,
            OperationPolicyName = "default",
        };
        GetAttributesResponse response = Codec.Again(new GetAttributesResponse { UniqueIdentifier = "1", Attributes = attributes }, Codec.Version(version));
        Assert.Equal(expected.Order(StringComparer.Ordinal), response.Attributes.Select(attribute => attribute.Id.GetName()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("1.1", false)]
    [InlineData("1.4", true)]
    public void An_attribute_value_of_a_later_version_is_left_out(string version, bool present)
    {
        AttributeList attributes = new();
        attributes.Add(KmipTag.DigitalSignatureAlgorithm, AttributeValue.Enumeration(DigitalSignatureAlgorithm.SHA3_256WithRSAEncryption));
        GetAttributesResponse response = Codec.Again(new GetAttributesResponse { UniqueIdentifier = "1", Attributes = attributes }, Codec.Version(version));
        Assert.Equal(present ? 1 : 0, response.Attributes.Count);
    }

    [Fact]
    public void Bits_of_a_usage_mask_that_2_0_reserves_are_not_sent_to_it()
    {
        AttributeList attributes = new() { CryptographicUsageMask = CryptographicUsageMask.Encrypt | CryptographicUsageMask.Export };
        GetAttributesResponse response = new() { UniqueIdentifier = "1", Attributes = attributes };
        Assert.Equal(CryptographicUsageMask.Encrypt | CryptographicUsageMask.Export, Codec.Again(response, KmipVersion.V1_4).Attributes.CryptographicUsageMask);
        Assert.Equal(CryptographicUsageMask.Encrypt, Codec.Again(response, KmipVersion.V2_0).Attributes.CryptographicUsageMask);
    }

    [Fact]
    public void Query_lists_only_operations_and_object_types_of_the_version()
    {
        QueryResponse response = new()
        {
            Operations = [Operation.Get, Operation.Encrypt, Operation.Ping],
            ObjectTypes = [ObjectType.SymmetricKey, ObjectType.PGPKey, ObjectType.CertificateRequest],
        };
        QueryResponse old = Codec.Again(response, KmipVersion.V1_0);
        Assert.Equal([Operation.Get], old.Operations);
        Assert.Equal([ObjectType.SymmetricKey], old.ObjectTypes);
        QueryResponse newest = Codec.Again(response, KmipVersion.V2_1);
        Assert.Equal(response.Operations, newest.Operations);
        Assert.Equal(response.ObjectTypes, newest.ObjectTypes);
    }

    [Fact]
    public void A_result_reason_of_a_later_version_becomes_a_general_failure()
    {
        ResponseBatchItem item = new() { Operation = Operation.Get, ResultStatus = ResultStatus.OperationFailed, ResultReason = ResultReason.WrongKeyLifecycleState };
        Assert.Equal(ResultReason.GeneralFailure, Codec.Again(item, KmipVersion.V1_4).ResultReason);
        Assert.Equal(ResultReason.WrongKeyLifecycleState, Codec.Again(item, KmipVersion.V2_1).ResultReason);
    }

    [Fact]
    public void A_value_that_a_structure_needs_and_the_version_lacks_is_an_error()
    {
        CreateResponse response = new() { ObjectType = ObjectType.CertificateRequest, UniqueIdentifier = "1" };
        TtlvException error = Assert.Throws<TtlvException>(() => Codec.Encode(response, KmipVersion.V1_4));
        Assert.Equal((TtlvError.ValueOutOfRange, KmipTag.ObjectType), (error.Error, error.Tag));
    }

    [Fact]
    public void A_placeholder_identifier_cannot_be_sent_before_2_0()
    {
        GetRequest request = new() { UniqueIdentifier = new UniqueIdentifier(UniqueIdentifierEnumeration.IDPlaceholder) };
        Assert.Throws<TtlvException>(() => Codec.Encode(request, KmipVersion.V1_4));
        Assert.Equal(request.UniqueIdentifier, Codec.Again(request, KmipVersion.V2_0).UniqueIdentifier);
    }

    [Fact]
    public void Register_and_create_answers_have_no_object_type_or_attributes_of_their_own()
    {
        byte[] register = Codec.Encode(new RegisterResponse { UniqueIdentifier = "1" }, KmipVersion.V1_0);
        Assert.False(Codec.Has(register, KmipTag.ObjectType));
        Assert.False(Codec.Has(register, KmipTag.TemplateAttribute));
    }

    [Theory]
    [InlineData("1.0", 1)]
    [InlineData("1.1", 1)]
    [InlineData("1.2", 2)]
    [InlineData("2.1", 2)]
    public void Several_credentials_exist_from_1_2_on(string version, int expected)
    {
        using Authentication authentication = new() { Credentials = [Credential("a"), Credential("b")] };
        using Authentication again = Codec.Again(authentication, Codec.Version(version));
        Assert.Equal(expected, again.Credentials.Count);
    }

    [Fact]
    public void Lease_time_is_an_interval()
    {
        AttributeList attributes = new() { LeaseTime = 3600 };
        Assert.Equal(TtlvType.Interval, attributes[0].Value.Type);
        Assert.Equal(3600u, Codec.Again(new GetAttributesResponse { UniqueIdentifier = "1", Attributes = attributes }, KmipVersion.V1_2).Attributes.LeaseTime);
    }

    private static Credential Credential(string user) => new()
    {
        CredentialType = CredentialType.UsernameAndPassword,
        CredentialValue = new UsernamePasswordCredential { Username = user, Password = SecretBuffer.FromText("secret") },
    };
}
