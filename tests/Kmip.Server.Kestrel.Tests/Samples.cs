using System.Globalization;
using System.Runtime.InteropServices;
using Kmip.Client;
using Kmip.Protocol;
using Kmip.Server.Kestrel.Tests.Support;

namespace Kmip.Server.Kestrel.Tests;

/// <summary>The samples about servers run as programs and do what they say.</summary>
public sealed class Samples : IDisposable
{
    private readonly PemFolder _pem = new();

    [Fact]
    public async Task Embedded_server_serves_a_client_until_it_is_told_to_end()
    {
        await using ProgramProcess program = Start("EmbeddedServer", "--port", "0", "--server-pem", _pem.ServerPem, "--ca", _pem.AuthorityPem);
        string line = await program.WaitForAsync(output => output.Split('\n').FirstOrDefault(text => text.StartsWith("listening on 127.0.0.1:", StringComparison.Ordinal)));
        int port = int.Parse(line[(line.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture);
        await using (KmipClient client = await HostedServer.ConnectAsync(port, _pem))
        {
            CreateResponse created = await client.SendAsync(new CreateRequest
            {
                ObjectType = ObjectType.SymmetricKey,
                Attributes = new AttributeList { CryptographicAlgorithm = CryptographicAlgorithm.AES, CryptographicLength = 256, CryptographicUsageMask = CryptographicUsageMask.Encrypt },
            });
            using GetResponse key = await client.SendAsync(new GetRequest { UniqueIdentifier = created.UniqueIdentifier });
            Assert.Equal(32, key.Object!.FindKeyBlock()!.KeyValue!.Material!.Bytes!.Length);
        }

        Assert.SkipWhen(RuntimeInformation.IsOSPlatform(OSPlatform.Windows), "Windows has no SIGTERM.");
        await ProgramProcess.RunAsync("/bin/kill", ["-TERM", program.Id.ToString(CultureInfo.InvariantCulture)]);
        Assert.Equal(0, await program.WaitForExitAsync());
    }

    [Fact]
    public async Task Embedded_server_says_what_it_needs()
    {
        await using ProgramProcess program = Start("EmbeddedServer");
        Assert.Equal(2, await program.WaitForExitAsync());
        Assert.StartsWith("usage:", program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Vendor_operation_is_listed_and_answers()
    {
        await using ProgramProcess program = Start(
            "VendorOperation", "--server-pem", _pem.ServerPem, "--client-pem", _pem.ClientPem, "--ca", _pem.AuthorityPem);
        Assert.Equal(0, await program.WaitForExitAsync());
        Assert.Contains("listed by Query: True", program.Output, StringComparison.Ordinal);
        Assert.Matches("check value: [0-9A-F]{6}\n", program.Output);
    }

    [Fact]
    public async Task Custom_key_provider_seals_what_is_fetched()
    {
        await using ProgramProcess program = Start(
            "CustomKeyProvider", "--rsa-pem", _pem.WriteRsaPem(), "--server-pem", _pem.ServerPem, "--client-pem", _pem.ClientPem, "--ca", _pem.AuthorityPem);
        Assert.Equal(0, await program.WaitForExitAsync());
        Assert.Contains("objects are sealed under rsa:", program.Output, StringComparison.Ordinal);
        Assert.Contains("fetched SymmetricKey of 256 bits", program.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _pem.Dispose();

    private static ProgramProcess Start(string sample, params string[] arguments) => ProgramProcess.Start(ProgramProcess.PathOf(sample, sample), arguments);
}
