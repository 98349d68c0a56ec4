using Kmip.ProxyHost.Credentials;
using Kmip.ProxyHost.Snapshot;
using Kmip.ProxyHost.Tests.Support;

namespace Kmip.ProxyHost.Tests.Credentials;

/// <summary>Every field is settled by itself; the source of each is told, its value never.</summary>
public sealed class KeySettlerTests
{
    private const string Metadata = """{"accessKeyId":"mid","secretAccessKey":"msecret","sessionToken":"mtoken","region":"mregion","roleArn":"marn","customerMasterKeyID":"mkey"}""";

    [Theory]
    [InlineData(MetadataField.AccessKeyId, "-awsAccessKey", "KMIP_PROXY_AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY_ID")]
    [InlineData(MetadataField.SecretAccessKey, "-awsSecretAccessKey", "KMIP_PROXY_AWS_SECRET_ACCESS_KEY", "AWS_SECRET_ACCESS_KEY")]
    [InlineData(MetadataField.Region, "-awsRegion", "KMIP_PROXY_AWS_REGION", "AWS_REGION", "AWS_DEFAULT_REGION")]
    [InlineData(MetadataField.RoleArn, "--awsRoleArn", "KMIP_PROXY_AWS_ROLE_ARN")]
    [InlineData(MetadataField.CustomerMasterKeyId, "--awsKeyId")]
    public void Option_comes_before_environment_and_that_before_metadata(object field, string option, params string[] variables)
    {
        MetadataField settled = (MetadataField)field;
        string[] environment = [.. variables.Select(static name => name + "=from " + name)];

        for (int i = 0; i < environment.Length; i++)
        {
            KeySettings settings = Settled.From(CloudProvider.Aws, [], environment[i..], Metadata);
            Assert.Equal("from " + variables[i], settings[settled]);
            Assert.Equal("environment " + variables[i], settings.Find(settled)!.Source);
        }

        Assert.Equal("given", Settled.From(CloudProvider.Aws, [option, "given"], environment, Metadata)[settled]);
        Assert.Equal("option --" + option.TrimStart('-'), Settled.From(CloudProvider.Aws, [option, "given"], environment, Metadata).Find(settled)!.Source);
        KeySettings stored = Settled.From(CloudProvider.Aws, metadata: Metadata);
        Assert.StartsWith("m", stored[settled], StringComparison.Ordinal);
        Assert.Equal(SettingOrigin.Metadata, stored.Find(settled)!.Origin);
        Assert.Null(Settled.From(CloudProvider.Aws).Find(settled));
    }

    [Fact]
    public void Fields_come_from_different_places_and_a_pair_that_may_not_belong_together_is_noted()
    {
        KeySettings settings = Settled.From(CloudProvider.Aws, ["-awsRegion", "eu-west-1"], ["AWS_ACCESS_KEY_ID=eid"], """{"secretAccessKey":"msecret","region":"x"}""");

        Assert.Equal("eid", settings[MetadataField.AccessKeyId]);
        Assert.Equal("msecret", settings[MetadataField.SecretAccessKey]);
        Assert.Equal("eu-west-1", settings[MetadataField.Region]);
        Assert.Contains("do they belong together", Assert.Single(settings.Notes), StringComparison.Ordinal);
        Assert.Equal(
            "accessKeyId from environment AWS_ACCESS_KEY_ID, secretAccessKey from metadata field secretAccessKey, region from option --awsRegion",
            settings.DescribeSources());
    }

    [Fact]
    public void An_empty_field_of_the_metadata_counts_as_missing()
    {
        KeySettings settings = Settled.From(CloudProvider.Aws, metadata: """{"accessKeyId":"","secretAccessKey":"","region":""}""");

        Assert.All(settings.Fields, field => Assert.Null(field.Setting));
        Assert.True(settings.UsesDefaultChain);
        Assert.False(settings.IsRoleBased);
        Assert.Equal("credentials from the AWS default chain", settings.DescribeSources());
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("AWS_ACCESS_KEY_ID=e", false)]
    [InlineData("AWS_SECRET_ACCESS_KEY=e", false)]
    [InlineData("AWS_PROFILE=e", true)]
    public void The_default_chain_is_used_only_where_neither_half_of_a_key_is_given(string variable, bool chain)
    {
        string? metadata = variable.Length == 0 ? """{"accessKeyId":"mid"}""" : null;

        Assert.Equal(chain, Settled.From(CloudProvider.Aws, [], variable.Length == 0 ? [] : [variable], metadata).UsesDefaultChain);
    }

    [Fact]
    public void A_role_in_the_metadata_falls_back_to_the_default_chain_and_is_explained()
    {
        KeySettings settings = Settled.From(CloudProvider.Aws, metadata: """{"roleId":"5f","region":"US_EAST_1"}""");

        Assert.True(settings.IsRoleBased);
        Assert.True(settings.UsesDefaultChain);
        string note = Assert.Single(settings.Notes);
        foreach (string word in (string[])["roleId", "default chain", "-awsAccessKey", "--awsRoleArn"])
        {
            Assert.Contains(word, note, StringComparison.Ordinal);
        }

        Assert.Equal("region from metadata field region, credentials from the AWS default chain", settings.DescribeSources());
    }

    [Theory]
    [InlineData("""{"roleId":"5f","accessKeyId":"mid","secretAccessKey":"m"}""", false)]
    [InlineData("""{"roleId":"5f"}""", true)]
    public void A_role_with_keys_given_uses_the_keys(string metadata, bool role)
    {
        KeySettings settings = Settled.From(CloudProvider.Aws, ["-awsAccessKey", "oid", "-awsSecretAccessKey", "osecret"], [], metadata);

        Assert.Equal(role, settings.IsRoleBased);
        Assert.False(settings.UsesDefaultChain);
        Assert.Empty(settings.Notes);
        Assert.Equal("oid", settings[MetadataField.AccessKeyId]);
    }

    [Fact]
    public void The_local_providers_key_file_is_settled_the_same_way()
    {
        const string Stored = """{"keyFile":"stored"}""";

        Assert.Equal("given", Settled.From(CloudProvider.Local, ["--localKeyFile", "given"], ["KMIP_PROXY_LOCAL_KEY_FILE=set"], Stored)[MetadataField.KeyFile]);
        Assert.Equal("set", Settled.From(CloudProvider.Local, [], ["KMIP_PROXY_LOCAL_KEY_FILE=set"], Stored)[MetadataField.KeyFile]);
        Assert.Equal("keyFile from metadata field keyFile", Settled.From(CloudProvider.Local, [], [], Stored).DescribeSources());
    }

    [Theory]
    [InlineData("azure", """{"clientID":"c","secret":"s","encryptedKey":"AAAA"}""", "clientID from metadata field clientID, secret from metadata field secret")]
    [InlineData("gcp", """{"serviceAccountKey":{"a":1},"encryptedKey":"AAAA"}""", "serviceAccountKey from metadata field serviceAccountKey")]
    public void Other_clouds_are_settled_from_their_metadata(string provider, string metadata, string sources)
    {
        Assert.True(CloudProviders.TryParse(provider, out CloudProvider cloud));

        KeySettings settings = Settled.From(cloud, ["-awsAccessKey", "oid"], ["AWS_ACCESS_KEY_ID=e"], metadata);

        Assert.Equal(sources, settings.DescribeSources());
        Assert.DoesNotContain(settings.Fields, field => field.Field == MetadataField.EncryptedKey);
    }

    [Fact]
    [Trait("Abuse", "A91")]
    public void No_text_about_the_settings_holds_a_value()
    {
        KeySettings settings = Settled.From(
            CloudProvider.Aws, ["-awsAccessKey", "CANARY"], ["AWS_SECRET_ACCESS_KEY=CANARY", "AWS_SESSION_TOKEN=CANARY", "AWS_REGION=CANARY"], """{"roleArn":"CANARY"}""");

        Assert.Equal("CANARY", settings[MetadataField.SecretAccessKey]);
        string all = settings.DescribeSources() + settings + string.Concat(settings.Notes) + string.Concat(settings.Fields.Select(field => field.Setting?.ToString()));
        Assert.Contains("option --awsAccessKey", all, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", all, StringComparison.Ordinal);
    }
}
