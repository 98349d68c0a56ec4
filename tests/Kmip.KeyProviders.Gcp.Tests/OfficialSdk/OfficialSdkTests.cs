using System.Globalization;
using System.Text.Json.Nodes;
using Kmip.FakeGcp.Hosting;
using Kmip.FakeGcp.Kms;
using Kmip.KeyProviders.Gcp.Tests.Fake;
using Kmip.TestSupport;

namespace Kmip.KeyProviders.Gcp.Tests.OfficialSdk;

/// <summary>
/// Google's own JavaScript client against the stand-in, so that client and stand-in are not held to each other only. Needs node, npm and a
/// registry with the package; skipped where they are missing.
/// </summary>
public sealed class OfficialSdkTests(FakeGcpFixture fake) : IClassFixture<FakeGcpFixture>
{
    private const string Package = "@google-cloud/kms@5.7.0";

    [Fact]
    public async Task Googles_client_and_ours_agree_through_the_stand_in()
    {
        Assert.SkipUnless(InPath("node") && InPath("npm"), "node and npm are not installed.");
        using var folder = new TemporaryFolder();
        await InstallAsync(folder.FullPath);

        FakeKey rsa = fake.Server.Kms.CreateKey("rsa", "RSA_DECRYPT_OAEP_2048_SHA256");
        fake.Server.Tokens.MachineAccount = fake.Account;
        byte[] dataKey = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
        GcpKeyProvider provider = fake.Provider();
        byte[] wrapped = await provider.WrapAsync(dataKey, CancellationToken.None);
        JsonNode seen = await RunAsync(fake.Server, folder.FullPath, fake.Key.Name, rsa.Name + "/cryptoKeyVersions/1", Convert.ToBase64String(wrapped));

        foreach (string check in (string[])["verifiedPlaintext", "ciphertextChecksum", "roundTrip", "pemChecksum", "asymmetric"])
        {
            Assert.True((bool?)seen[check] == true, $"{check}: {seen.ToJsonString()}");
        }

        Assert.Equal(Convert.ToBase64String(dataKey), (string?)seen["unwrapped"]);
        Assert.Equal((400, 404), ((int)seen["damaged"]!, (int)seen["missing"]!));
        byte[] theirs = new byte[32];
        Assert.Equal(32, await provider.UnwrapAsync(Convert.FromBase64String((string)seen["wrapped"]!), theirs, CancellationToken.None));
        Assert.Equal("0123456789abcdef0123456789abcdef"u8, theirs);
    }

    private static async Task InstallAsync(string folder)
    {
        File.Copy(Path.Combine(SharedData.RepositoryRoot, "tests", "Kmip.KeyProviders.Gcp.Tests", "OfficialSdk", "check.mjs"), Path.Combine(folder, "check.mjs"));
        try
        {
            (int exit, _, _) = await ProgramProcess.RunAsync(
                "npm", ["install", "--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts", Package], timeout: TimeSpan.FromMinutes(3));
            Assert.SkipUnless(exit == 0, $"npm cannot install {Package} here.");
        }
        catch (TimeoutException)
        {
            Assert.Skip($"npm did not install {Package} within 3 minutes.");
        }
    }

    private static async Task<JsonNode> RunAsync(FakeGcpServer server, string folder, string key, string version, string wrapped)
    {
        Dictionary<string, string?> environment = new()
        {
            ["GCE_METADATA_HOST"] = server.Endpoint.Authority,
            ["METADATA_SERVER_DETECTION"] = "assume-present",
            ["GOOGLE_APPLICATION_CREDENTIALS"] = null,
            ["HOME"] = folder,
        };
        string port = server.Endpoint.Port.ToString(CultureInfo.InvariantCulture);
        (int exit, string output, string error) = await ProgramProcess.RunAsync(
            "node", [Path.Combine(folder, "check.mjs"), port, key, version, wrapped], environment, TimeSpan.FromMinutes(1));
        Assert.True(exit == 0, error);
        return JsonNode.Parse(output)!;
    }

    private static bool InPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
