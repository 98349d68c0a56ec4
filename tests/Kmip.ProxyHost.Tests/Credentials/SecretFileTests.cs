using Kmip.ProxyHost.Credentials;
using Kmip.ProxyHost.Snapshot;
using Kmip.ProxyHost.Tests.Support;
using Kmip.TestSupport;

namespace Kmip.ProxyHost.Tests.Credentials;

/// <summary>Secrets from files and variables: what counts, what is refused, and in what order.</summary>
public sealed class SecretFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _file;

    public SecretFileTests() => _file = _folder.Combine("secret");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("-awsSecretAccessKey|given", "AWS_SECRET_ACCESS_KEY=set", "given")]
    [InlineData("", "AWS_SECRET_ACCESS_KEY=set", "set")]
    [InlineData("", "", "filed")]
    public void A_file_comes_after_option_and_environment_and_before_the_metadata(string options, string environment, string expected)
    {
        File.WriteAllText(_file, "filed\r\n");

        KeySettings settings = Settled.From(
            CloudProvider.Aws, [.. options.Split('|', StringSplitOptions.RemoveEmptyEntries), "--awsSecretAccessKeyFile", _file],
            environment.Split('|', StringSplitOptions.RemoveEmptyEntries), """{"secretAccessKey":"stored"}""");

        Assert.Equal(expected, settings[MetadataField.SecretAccessKey]);
        Assert.Equal(expected == "filed" ? "file of --awsSecretAccessKeyFile" : settings.Find(MetadataField.SecretAccessKey)!.Source, settings.Find(MetadataField.SecretAccessKey)!.Source);
    }

    [Theory]
    [InlineData("", "stored")]
    [InlineData("   ", "stored")]
    [InlineData(" set ", "set")]
    public void A_blank_variable_counts_as_unset_and_white_space_around_a_value_is_dropped(string value, string expected) =>
        Assert.Equal(expected, Settled.From(CloudProvider.Aws, [], ["AWS_REGION=" + value], """{"region":"stored"}""")[MetadataField.Region]);

    [Theory]
    [InlineData("")]
    [InlineData("\r\n")]
    [InlineData("CANARY\nCANARY")]
    [InlineData("CANARY\0")]
    [InlineData("CANARY\u001b[31m")]
    public void A_file_that_is_not_one_line_of_text_is_refused_without_showing_it(string content)
    {
        File.WriteAllText(_file, content);

        ProxyException error = Assert.Throws<ProxyException>(() => Settled.From(CloudProvider.Aws, ["--awsSecretAccessKeyFile", _file]));

        Assert.Equal(ExitCode.Credentials, error.ExitCode);
        Assert.Contains("must hold one line of text", error.Message, StringComparison.Ordinal);
        Assert.Contains(_file, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_huge_file_is_refused()
    {
        File.WriteAllText(_file, new string('x', 20_000));

        Assert.Equal(ExitCode.Credentials, Assert.Throws<ProxyException>(() => Settled.From(CloudProvider.Aws, ["--awsSessionTokenFile", _file])).ExitCode);
    }

    [Fact]
    public void A_missing_file_is_named_with_its_option()
    {
        ProxyException error = Assert.Throws<ProxyException>(() => Settled.From(CloudProvider.Aws, ["--awsSessionTokenFile", _file]));

        Assert.Equal(ExitCode.Credentials, error.ExitCode);
        Assert.Contains("--awsSessionTokenFile", error.Message, StringComparison.Ordinal);
        Assert.Contains("No such file or directory", error.Message, StringComparison.Ordinal);
    }
}
