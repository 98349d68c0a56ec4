using System.Buffers.Text;
using System.Text.Json.Nodes;
using Kmip.KeyProviders.Azure.Tests.Fake;
using Kmip.TestSupport;

namespace Kmip.KeyProviders.Azure.Tests.OfficialSdk;

/// <summary>
/// Azure's own JavaScript clients against the stand-in, so that client and stand-in are not held to each other only. Needs node, npm and a
/// registry with the packages; skipped where they are missing.
/// </summary>
public sealed class OfficialSdkTests(FakeAzureFixture fake) : IClassFixture<FakeAzureFixture>
{
    private static readonly string[] Packages = ["@azure/keyvault-keys@4.10.2", "@azure/identity@4.14.1"];

    [Fact]
    public async Task Azures_clients_and_ours_agree_through_the_stand_in()
    {
        Assert.SkipUnless(InPath("node") && InPath("npm"), "node and npm are not installed.");
        using var folder = new TemporaryFolder();
        await InstallAsync(folder);

        byte[] dataKey = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
        AzureKeyProvider provider = fake.Provider();
        byte[] wrapped = await provider.WrapAsync(dataKey, CancellationToken.None);
        JsonNode seen = await RunAsync(folder, Base64Url.EncodeToString(wrapped));

        foreach (string check in (string[])["decrypted", "unwrapped"])
        {
            Assert.True((bool?)seen[check] == true, $"{check}: {seen.ToJsonString()}");
        }

        Assert.Equal(Base64Url.EncodeToString(dataKey), (string?)seen["ours"]);
        Assert.Equal(fake.Key.Id, (string?)seen["keyId"]);
        Assert.Equal(
            ("400 BadParameter", "404 KeyNotFound", "invalid_client 7000215"), ((string?)seen["damaged"], (string?)seen["missing"], (string?)seen["refused"]));
        byte[] theirs = new byte[32];
        Assert.Equal(32, await provider.UnwrapAsync(Base64Url.DecodeFromChars((string)seen["encrypted"]!), theirs, CancellationToken.None));
        Assert.Equal("0123456789abcdef0123456789abcdef"u8, theirs);
    }

    private static async Task InstallAsync(TemporaryFolder folder)
    {
        File.Copy(Path.Combine(SharedData.RepositoryRoot, "tests", "Kmip.KeyProviders.Azure.Tests", "OfficialSdk", "check.mjs"), folder.Combine("check.mjs"));
        try
        {
            (int exit, _, _) = await ProgramProcess.RunAsync(
                "npm", ["install", "--prefix", folder.FullPath, "--no-audit", "--no-fund", "--ignore-scripts", .. Packages], timeout: TimeSpan.FromMinutes(3));
            Assert.SkipUnless(exit == 0, $"npm cannot install {string.Join(", ", Packages)} here.");
        }
        catch (TimeoutException)
        {
            Assert.Skip($"npm did not install {string.Join(", ", Packages)} within 3 minutes.");
        }
    }

    private async Task<JsonNode> RunAsync(TemporaryFolder folder, string wrapped)
    {
        Dictionary<string, string?> environment = new() { ["FAKE_SECRET"] = fake.Application.Secret, ["HOME"] = folder.FullPath };
        (int exit, string output, string error) = await ProgramProcess.RunAsync(
            "node",
            [folder.Combine("check.mjs"), fake.Server.Endpoint.AbsoluteUri, fake.Key.Id, fake.Server.Entra.Tenant, fake.Application.ClientId, wrapped],
            environment,
            TimeSpan.FromMinutes(1));
        Assert.True(exit == 0, error);
        return JsonNode.Parse(output)!;
    }

    private static bool InPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
