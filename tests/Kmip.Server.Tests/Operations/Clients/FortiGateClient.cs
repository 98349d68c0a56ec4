using Kmip.Protocol;
using Kmip.Server.Tests.Support;
using Kmip.Ttlv;

namespace Kmip.Server.Tests.Operations.Clients;

/// <summary>
/// FortiGate: one batch of four searches, each for at most one object, its filters wrapped in a Template-Attribute, which no version of the
/// specification has there; a user name and password in the header.
/// </summary>
public sealed class FortiGateClient : IDisposable
{
    private readonly DispatcherFixture _server = new();

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 2)]
    [InlineData(1, 4)]
    public async Task Four_searches_in_one_batch_find_each_its_own_key(int major, int minor)
    {
        string[] names = ["vpn-in", "vpn-out", "none", "auth"];
        var expected = new Dictionary<string, string>();
        foreach (string name in new[] { "auth", "vpn-out", "vpn-in", "other" })
        {
            expected[name] = await _server.CreateAsync(Requests.Named(name));
        }

        byte[] request = Wire.Request(new KmipVersion(major, minor), names.Length, WriteHeader, batch =>
        {
            for (int i = 0; i < names.Length; i++)
            {
                string name = names[i];
                batch.Item(Operation.Locate, payload => WriteSearch(payload, name), (byte)i);
            }
        });
        ResponseMessage response = await _server.Exchange(request);

        Assert.Equal(4, response.BatchItems.Count);
        for (int i = 0; i < names.Length; i++)
        {
            Assert.Equal((byte)i, Assert.Single(response.BatchItems[i].UniqueBatchItemID!));
            LocateResponse found = Assert.IsType<LocateResponse>(response.BatchItems[i].Payload);
            Assert.Equal(expected.TryGetValue(names[i], out string? id) ? [id] : [], found.UniqueIdentifiers.Select(located => located.Text));
        }
    }

    [Fact]
    public async Task A_template_that_a_search_names_does_not_exist()
    {
        await _server.CreateAsync(Requests.Named("key"));
        byte[] request = Wire.Request(KmipVersion.V1_2, 1, _ => { }, batch => batch.Item(Operation.Locate, payload => payload.Template(template =>
        {
            using (template.BeginStructure(KmipTag.Name))
            {
                template.WriteTextString(KmipTag.NameValue, "template");
                template.WriteEnumeration(KmipTag.NameType, NameType.UninterpretedTextString);
            }
        })));
        Assert.Equal(ResultReason.InvalidField, DispatcherFixture.Failed(await _server.Exchange(request)).ResultReason);
    }

    [Fact]
    public async Task Filters_in_both_forms_at_once_are_refused()
    {
        byte[] request = Wire.Request(KmipVersion.V1_2, 1, _ => { }, batch => batch.Item(Operation.Locate, payload =>
        {
            payload.Attribute("Object Type", ObjectType.SymmetricKey);
            payload.Template(template => template.Named("key"));
        }));
        DispatcherFixture.Failed(await _server.Exchange(request));
    }

    private static void WriteHeader(TtlvWriter header)
    {
        using (header.BeginStructure(KmipTag.Authentication))
        using (header.BeginStructure(KmipTag.Credential))
        {
            header.WriteEnumeration(KmipTag.CredentialType, CredentialType.UsernameAndPassword);
            using (header.BeginStructure(KmipTag.CredentialValue))
            {
                header.WriteTextString(KmipTag.Username, "fortigate");
                header.WriteTextString(KmipTag.Password, "password");
            }
        }

        header.WriteEnumeration(KmipTag.BatchErrorContinuationOption, BatchErrorContinuationOption.Continue);
        header.WriteBoolean(KmipTag.BatchOrderOption, true);
    }

    private static void WriteSearch(TtlvWriter payload, string name)
    {
        payload.WriteInteger(KmipTag.MaximumItems, 1);
        payload.Template(template =>
        {
            template.Named(name);
            template.Attribute("Object Type", ObjectType.SymmetricKey);
        });
    }
}
