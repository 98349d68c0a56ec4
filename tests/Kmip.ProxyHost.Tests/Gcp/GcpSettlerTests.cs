using Kmip.ProxyHost.Credentials;
using Kmip.ProxyHost.Snapshot;
using Kmip.ProxyHost.Tests.Support;
using Kmip.TestSupport;

namespace Kmip.ProxyHost.Tests.Gcp;

/// <summary>The order of the sources of Google's fields, and what is said of them.</summary>
public sealed class GcpSettlerTests : IDisposable
{
    private const string Metadata = """{"serviceAccountKey":"mtext","keyVersionResourceID":"mname"}""";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Option_comes_before_environment_and_that_before_metadata()
    {
        string[] variables = ["KMIP_PROXY_GCP_SERVICE_ACCOUNT_FILE=" + NewFile("ours"), "GOOGLE_APPLICATION_CREDENTIALS=" + NewFile("google"), "KMIP_PROXY_GCP_KEY_NAME=ename"];

        KeySettings option = Settled.From(CloudProvider.Gcp, ["--gcpServiceAccountFile", NewFile("given"), "--gcpKeyName", "oname"], variables, Metadata);
        KeySettings ours = Settled.From(CloudProvider.Gcp, [], variables, Metadata);
        KeySettings google = Settled.From(CloudProvider.Gcp, [], variables[1..2], Metadata);
        KeySettings stored = Settled.From(CloudProvider.Gcp, [], [], Metadata);

        Assert.Equal("serviceAccountKey from option --gcpServiceAccountFile, keyVersionResourceID from option --gcpKeyName", option.DescribeSources());
        Assert.Equal(("given", "oname"), (Path.GetFileName(option[MetadataField.ServiceAccountKey]), option[MetadataField.KeyVersionResourceId]));
        Assert.Equal(("ours", "ename"), (Path.GetFileName(ours[MetadataField.ServiceAccountKey]), ours[MetadataField.KeyVersionResourceId]));
        Assert.Equal("serviceAccountKey from environment GOOGLE_APPLICATION_CREDENTIALS, keyVersionResourceID from metadata field keyVersionResourceID", google.DescribeSources());
        Assert.Equal(SettingOrigin.Metadata, stored.Find(MetadataField.ServiceAccountKey)!.Origin);
        Assert.Equal("mtext", stored[MetadataField.ServiceAccountKey]);
        Assert.All([option, ours, google, stored], settings => Assert.False(settings.UsesDefaultChain));
    }

    [Fact]
    public void Without_credentials_the_default_chain_is_used_and_only_a_role_is_explained()
    {
        KeySettings plain = Settled.From(CloudProvider.Gcp, metadata: """{"keyVersionResourceID":"n"}""");
        KeySettings role = Settled.From(CloudProvider.Gcp, metadata: """{"roleId":"5f","keyVersionResourceID":"n"}""");
        KeySettings given = Settled.From(CloudProvider.Gcp, ["--gcpServiceAccountFile", NewFile("given")], [], """{"roleId":"5f","keyVersionResourceID":"n"}""");

        Assert.Equal("keyVersionResourceID from metadata field keyVersionResourceID, credentials from the Google Cloud default chain", plain.DescribeSources());
        Assert.Empty(plain.Notes);
        Assert.True(role is { UsesDefaultChain: true, IsRoleBased: true });
        Assert.Contains("roleId", Assert.Single(role.Notes), StringComparison.Ordinal);
        Assert.True(given is { UsesDefaultChain: false, IsRoleBased: true });
        Assert.Empty(given.Notes);
    }

    [Theory]
    [InlineData("--gcpServiceAccountFile", "option --gcpServiceAccountFile")]
    [InlineData("GOOGLE_APPLICATION_CREDENTIALS", "environment GOOGLE_APPLICATION_CREDENTIALS")]
    public void A_file_that_is_not_there_is_named_with_its_source_and_nothing_else_is_used(string where, string source)
    {
        string path = _folder.Combine("missing.json");
        bool option = where.StartsWith('-');

        ProxyException error = Assert.Throws<ProxyException>(
            () => Settled.From(CloudProvider.Gcp, option ? [where, path] : [], option ? [] : [where + "=" + path], Metadata));

        Assert.Equal(ExitCode.Credentials, error.ExitCode);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(source, error.Message, StringComparison.Ordinal);
    }

    private string NewFile(string name)
    {
        string path = _folder.Combine(name);
        File.WriteAllText(path, "{}");
        return path;
    }
}
