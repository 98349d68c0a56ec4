using Kmip.ProxyHost.Tests.Support;

namespace Kmip.ProxyHost.Tests.Serving;

/// <summary>The command line of the program as built: where usage goes and which code it gives.</summary>
[Trait("Abuse", "A98")]
public sealed class UsageTests
{
    [Theory]
    [InlineData(2, "--unknownOption")]
    [InlineData(2, "-dbpath", "a", "-dbpath", "b")]
    [InlineData(2, "-dbpath=", "-kmipPort", "0")]
    [InlineData(2, "@file")]
    [InlineData(2, "serve")]
    [InlineData(2)]
    public async Task A_wrong_command_line_is_told_on_standard_error(int expected, params string[] arguments)
    {
        (int code, string output, string error) = await ProxyProcess.RunAsync(arguments);

        Assert.Equal((expected, ""), (code, output));
        Assert.Contains("kmip-proxy --help", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Help_goes_to_standard_output_and_names_every_command()
    {
        (int code, string output, string error) = await ProxyProcess.RunAsync(["--help"]);

        Assert.Equal((0, ""), (code, error));
        foreach (string command in (string[])["inspect", "check", "add-key", "demo"])
        {
            Assert.Contains($"\n  {command} ", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_version_goes_to_standard_output()
    {
        (int code, string output, string error) = await ProxyProcess.RunAsync(["--version"]);

        Assert.Equal((0, ""), (code, error));
        Assert.Matches("^kmip-proxy [0-9]+\\.[0-9]+\\.[0-9]+\n$", output);
    }
}
