using Kmip.Protocol;
using Kmip.Server.Tests.Support;
using Kmip.Ttlv;

namespace Kmip.Server.Tests.Operations;

/// <summary>
/// Objects made by a new client, seen by an old one: nothing that its version does not define is ever sent, be it an attribute, a field or a
/// value. Responses are decoded strictly by their version.
/// </summary>
public sealed class OldClients : IDisposable
{
    private readonly DispatcherFixture _server = new();

    public void Dispose() => _server.Dispose();

    [Theory]
    [MemberData(nameof(Requests.Versions), MemberType = typeof(Requests))]
    public async Task Newer_attributes_are_not_sent(int major, int minor)
    {
        var version = new KmipVersion(major, minor);
        string id = await RegisterWithNewAttributesAsync();
        GetAttributesResponse attributes = await _server.Send(version, new GetAttributesRequest { UniqueIdentifier = id });
        GetAttributeListResponse list = await _server.Send(version, new GetAttributeListRequest { UniqueIdentifier = id });
        Assert.All(attributes.Attributes, attribute => Assert.True(attribute.Id.IsDefinedIn(version), attribute.ToString()));
        Assert.All(list.AttributeReferences, reference => Assert.True(reference.IsDefinedIn(version), reference.ToString()));
        Assert.Equal(attributes.Attributes.Select(attribute => attribute.Id).ToHashSet(), list.AttributeReferences.ToHashSet());
        Assert.Equal(version >= KmipVersion.V2_0, list.AttributeReferences.Contains(KmipTag.QuantumSafe));
        Assert.Equal(version >= KmipVersion.V2_1, list.AttributeReferences.Contains(KmipTag.RotateInterval));
        Assert.Equal(version >= KmipVersion.V1_4, list.AttributeReferences.Contains(KmipTag.Comment));
        Assert.Equal(version >= KmipVersion.V1_2, list.AttributeReferences.Contains(KmipTag.AlternativeName));
        Assert.Contains(KmipTag.ContactInformation, list.AttributeReferences.Select(reference => reference.Tag));
    }

    [Fact]
    public async Task A_client_of_1_0_sees_no_tag_and_no_name_of_later_versions()
    {
        string id = await RegisterWithNewAttributesAsync();
        byte[] answer = await _server.SendBytes(Requests.Message(KmipVersion.V1_0, new GetAttributesRequest { UniqueIdentifier = id }).Encode());
        string text = System.Text.Encoding.Latin1.GetString(answer);
        foreach (string name in new[] { "Fresh", "Sensitive", "Extractable", "Comment", "Quantum", "Rotate", "Protection", "Original Creation", "Random", "Short", "Alternative", "Key Format" })
        {
            Assert.DoesNotContain(name, text, StringComparison.Ordinal);
        }

        Assert.Contains("Contact Information", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(1, 3)]
    [InlineData(1, 4)]
    public async Task A_newer_attribute_asked_for_by_name_is_not_there_for_an_old_client(int major, int minor)
    {
        var version = new KmipVersion(major, minor);
        string id = await RegisterWithNewAttributesAsync();
        using var writer = new TtlvWriter();
        WriteGetAttributes(writer, version, id, "Sensitive");
        using ResponseMessage response = ResponseMessage.Decode(await _server.SendBytes(writer.WrittenSpan.ToArray()));
        GetAttributesResponse payload = Assert.IsType<GetAttributesResponse>(Assert.Single(response.BatchItems).Payload);
        Assert.Equal(version >= KmipVersion.V1_4 ? 1 : 0, payload.Attributes.Count);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(1, 3)]
    public async Task An_algorithm_of_a_later_version_is_left_out_of_what_may_lack_it(int major, int minor)
    {
        var version = new KmipVersion(major, minor);
        CreateRequest request = Requests.Aes();
        request.Attributes.CryptographicAlgorithm = CryptographicAlgorithm.ChaCha20Poly1305;
        string id = (await _server.Send(KmipVersion.V1_4, request)).UniqueIdentifier.Text!;
        AttributeList attributes = (await _server.Send(version, new GetAttributesRequest { UniqueIdentifier = id })).Attributes;
        Assert.False(attributes.Contains(KmipTag.CryptographicAlgorithm));
        Assert.Equal(256, attributes.CryptographicLength);
    }

    [Fact]
    public async Task A_key_created_with_1_2_is_activated_with_1_0_and_fetched_with_2_1()
    {
        string id = (await _server.Send(KmipVersion.V1_2, Requests.Aes())).UniqueIdentifier.Text!;
        Assert.Equal(id, (await _server.Send(KmipVersion.V1_0, new ActivateRequest { UniqueIdentifier = id })).UniqueIdentifier.Text);
        var state = new GetAttributesRequest { UniqueIdentifier = id, AttributeReferences = [KmipTag.State] };
        Assert.Equal(State.Active, (await _server.Send(KmipVersion.V1_1, state)).Attributes.State);
        Assert.Equal(await _server.KeyAsync(id, KmipVersion.V1_0), await _server.KeyAsync(id, KmipVersion.V2_1));
    }

    private async Task<string> RegisterWithNewAttributesAsync()
    {
        using RegisterRequest request = Requests.RawKey(new byte[32]);
        AttributeList attributes = request.Attributes;
        attributes.QuantumSafe = true;
        attributes.ProtectionLevel = ProtectionLevel.High;
        attributes.ProtectionPeriod = 3600;
        attributes.Comment = "comment";
        attributes.Description = "description";
        attributes.ContactInformation = "contact";
        attributes.RotateInterval = 86_400;
        attributes.RotateAutomatic = false;
        attributes.Add(KmipTag.AlternativeName, AttributeValue.Structure(
            new AlternativeName { AlternativeNameValue = "alternative", AlternativeNameType = AlternativeNameType.UninterpretedTextString }));
        attributes.Add(new KmipAttributeId("vendor", "Shelf"), AttributeValue.TextString("7"));
        return (await _server.Send(KmipVersion.V2_1, request)).UniqueIdentifier.Text!;
    }

    private static void WriteGetAttributes(TtlvWriter writer, KmipVersion version, string id, string name)
    {
        using (writer.BeginStructure(KmipTag.RequestMessage))
        {
            using (writer.BeginStructure(KmipTag.RequestHeader))
            {
                using (writer.BeginStructure(KmipTag.ProtocolVersion))
                {
                    writer.WriteInteger(KmipTag.ProtocolVersionMajor, version.Major);
                    writer.WriteInteger(KmipTag.ProtocolVersionMinor, version.Minor);
                }

                writer.WriteInteger(KmipTag.BatchCount, 1);
            }

            using (writer.BeginStructure(KmipTag.BatchItem))
            {
                writer.WriteEnumeration(KmipTag.Operation, Operation.GetAttributes);
                using (writer.BeginStructure(KmipTag.RequestPayload))
                {
                    writer.WriteTextString(KmipTag.UniqueIdentifier, id);
                    writer.WriteTextString(KmipTag.AttributeName, name);
                }
            }
        }
    }
}
