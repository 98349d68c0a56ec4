using Kmip.Protocol;
using Kmip.Server.Tests.Support;
using Kmip.Ttlv;

namespace Kmip.Server.Tests.Operations;

/// <summary>Attributes that the server sets where the client does not (the attribute rules of KMIP 1.4 section 3).</summary>
public sealed class ImplicitAttributes : IDisposable
{
    private readonly DispatcherFixture _server = new();

    [Fact]
    public async Task A_created_key_has_the_time_of_its_creation_as_original_creation_date()
    {
        AttributeList attributes = await Attributes(await Create());
        Assert.Equal(_server.Clock.GetUtcNow(), attributes.OriginalCreationDate);
        Assert.Equal(attributes.InitialDate, attributes.OriginalCreationDate);
    }

    [Fact]
    public async Task A_registered_key_has_no_original_creation_date_unless_its_client_gives_one()
    {
        DateTimeOffset longAgo = new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);
        var given = new KmipAttribute(KmipTag.OriginalCreationDate, AttributeValue.DateTime(longAgo));
        Assert.Null((await Attributes(await Register(Requests.RawKey(new byte[32])))).OriginalCreationDate);
        Assert.Equal(longAgo, (await Attributes(await Register(Requests.RawKey(new byte[32], given)))).OriginalCreationDate);
    }

    [Fact]
    public async Task A_secret_registered_without_usage_mask_has_an_empty_one()
    {
        RegisterRequest request = Requests.RawKey(new byte[32]);
        request.Attributes = [];
        Assert.Equal(default(CryptographicUsageMask), (await Attributes(await Register(request))).CryptographicUsageMask);
    }

    [Fact]
    public async Task An_opaque_object_is_extractable_and_not_sensitive_and_has_no_usage_mask()
    {
        AttributeList attributes = await Attributes(await Register(new RegisterRequest
        {
            ObjectType = ObjectType.OpaqueObject,
            Object = new OpaqueObject { OpaqueDataType = (OpaqueDataType)0x80000001, OpaqueDataValue = SecretBuffer.CopyOf([1, 2, 3]) },
        }));
        Assert.Equal((false, false, true, false), (attributes.Sensitive, attributes.AlwaysSensitive, attributes.Extractable, attributes.NeverExtractable));
        Assert.Null(attributes.CryptographicUsageMask);
    }

    [Fact]
    public async Task An_object_made_in_a_version_with_policies_has_the_default_one_unless_its_client_names_another()
    {
        Assert.Equal("default", (await Attributes(await Create())).OperationPolicyName);
        var given = new KmipAttribute(KmipTag.OperationPolicyName, AttributeValue.TextString("mine"));
        Assert.Equal("mine", (await Attributes(await Register(Requests.RawKey(new byte[32], given)))).OperationPolicyName);

        CreateResponse later = await _server.Send(KmipVersion.V2_1, Requests.Aes());
        Assert.Null((await Attributes(later.UniqueIdentifier)).OperationPolicyName);
    }

    public void Dispose() => _server.Dispose();

    private async Task<UniqueIdentifier> Create() => (await _server.Send(KmipVersion.V1_4, Requests.Aes())).UniqueIdentifier;

    private async Task<UniqueIdentifier> Register(RegisterRequest request) => (await _server.Send(KmipVersion.V1_4, request)).UniqueIdentifier;

    private async Task<AttributeList> Attributes(UniqueIdentifier id) =>
        (await _server.Send(KmipVersion.V1_4, new GetAttributesRequest { UniqueIdentifier = id })).Attributes;
}
