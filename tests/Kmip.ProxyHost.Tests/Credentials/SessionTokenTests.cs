using Kmip.ProxyHost.Credentials;
using Kmip.ProxyHost.Snapshot;
using Kmip.ProxyHost.Tests.Support;
using Kmip.TestSupport;

namespace Kmip.ProxyHost.Tests.Credentials;

/// <summary>
/// A session token is sent only with keys it can belong to: AWS refuses good keys that come with a token of others, and a token is easily left over in an
/// environment.
/// </summary>
public sealed class SessionTokenTests
{
    private const string EnvironmentKeys = "AWS_ACCESS_KEY_ID=eid|AWS_SECRET_ACCESS_KEY=esecret";
    private const string ProxyKeys = "KMIP_PROXY_AWS_ACCESS_KEY_ID=eid|KMIP_PROXY_AWS_SECRET_ACCESS_KEY=esecret";
    private const string OptionKeys = "-awsAccessKey|oid|-awsSecretAccessKey|osecret";
    private const string MetadataKeys = "\"accessKeyId\":\"mid\",\"secretAccessKey\":\"msecret\"";

    [Theory]
    [InlineData("", EnvironmentKeys + "|AWS_SESSION_TOKEN=token", "", "environment AWS_SESSION_TOKEN")]
    [InlineData("", ProxyKeys + "|KMIP_PROXY_AWS_SESSION_TOKEN=token|AWS_SESSION_TOKEN=other", "", "environment KMIP_PROXY_AWS_SESSION_TOKEN")]
    [InlineData("", "AWS_SESSION_TOKEN=token|AWS_SECRET_ACCESS_KEY=esecret", MetadataKeys, "environment AWS_SESSION_TOKEN")]
    [InlineData("", "", MetadataKeys + ",\"sessionToken\":\"token\"", "metadata field sessionToken")]
    [InlineData("-awsSessionToken|token", "", MetadataKeys, "option --awsSessionToken")]
    [InlineData("-awsSessionToken|token", EnvironmentKeys, "", "option --awsSessionToken")]
    [InlineData(OptionKeys + "|-awsSessionToken|token", "AWS_SESSION_TOKEN=other", "\"sessionToken\":\"other\"", "option --awsSessionToken")]
    public void A_token_from_the_place_of_the_keys_or_from_an_option_is_used(string options, string environment, string metadata, string source)
    {
        KeySettings settings = Settled.From(CloudProvider.Aws, Split(options), Split(environment), "{" + metadata + "}");

        Assert.Equal("token", settings[MetadataField.SessionToken]);
        Assert.Equal(source, settings.Find(MetadataField.SessionToken)!.Source);
        Assert.DoesNotContain(settings.Notes, note => note.Contains("is not used", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(OptionKeys, "AWS_SESSION_TOKEN=left-over", "", "environment AWS_SESSION_TOKEN")]
    [InlineData(OptionKeys, "", "\"sessionToken\":\"left-over\"", "metadata field sessionToken")]
    [InlineData("", "AWS_SESSION_TOKEN=left-over", MetadataKeys, "environment AWS_SESSION_TOKEN")]
    [InlineData("", ProxyKeys + "|AWS_SESSION_TOKEN=left-over", "", "environment AWS_SESSION_TOKEN")]
    [InlineData("", EnvironmentKeys + "|KMIP_PROXY_AWS_SESSION_TOKEN=left-over", "", "environment KMIP_PROXY_AWS_SESSION_TOKEN")]
    [InlineData("", EnvironmentKeys, "\"sessionToken\":\"left-over\"", "metadata field sessionToken")]
    [InlineData("", "AWS_SESSION_TOKEN=left-over", "", "environment AWS_SESSION_TOKEN")]
    public void A_token_from_elsewhere_is_left_aside_with_a_note(string options, string environment, string metadata, string source)
    {
        KeySettings settings = Settled.From(CloudProvider.Aws, Split(options), Split(environment), "{" + metadata + "}");

        Assert.Null(settings.Find(MetadataField.SessionToken));
        string note = Assert.Single(settings.Notes, note => note.Contains("is not used", StringComparison.Ordinal));
        Assert.Contains(source, note, StringComparison.Ordinal);
        Assert.DoesNotContain("left-over", note, StringComparison.Ordinal);
        Assert.DoesNotContain("sessionToken", settings.DescribeSources(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_from_a_file_is_meant_for_whatever_keys_there_are()
    {
        using TemporaryFolder folder = new();
        string file = folder.Combine("token");
        File.WriteAllText(file, "token\n");

        KeySettings settings = Settled.From(CloudProvider.Aws, ["--awsSessionTokenFile", file], [], "{" + MetadataKeys + "}");

        Assert.Equal("token", settings[MetadataField.SessionToken]);
        Assert.Empty(settings.Notes);
    }

    private static string[] Split(string text) => text.Split('|', StringSplitOptions.RemoveEmptyEntries);
}
