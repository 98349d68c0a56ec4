using Kmip.ProxyHost.Cli;
using Kmip.ProxyHost.Tests.Support;

namespace Kmip.ProxyHost.Tests.Cli;

/// <summary>The command line: the original's options in every spelling, and what is refused.</summary>
[Trait("Abuse", "A98")]
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("-dbpath", "/db")]
    [InlineData("--dbpath", "/db")]
    [InlineData("-dbpath=/db")]
    [InlineData("--dbpath=/db")]
    public void Every_spelling_of_an_option(params string[] arguments)
    {
        ProxyCommandLine line = ProxyCommandLine.Parse(arguments);

        Assert.Equal(ProxyCommand.Serve, line.Command);
        Assert.Equal("/db", line[ProxyOptions.DatabasePath]);
        Assert.Null(line[ProxyOptions.KmipPort]);
        Assert.False(line.Has(ProxyOptions.AllowNewKeys));
    }

    [Fact]
    public void All_options_of_the_original()
    {
        ProxyCommandLine line = ProxyCommandLine.Parse(
        [
            "-awsAccessKey", "AK", "-awsSecretAccessKey=a=b:c", "-awsSessionToken", "T", "-awsRegion", "us-east-1", "-cloudProvider", "aws",
            "-dbpath", "/d b", "-kmipPort", "0", "-mongodPort=27018", "--allowNewKeys", "-ephemeral",
        ]);

        Assert.Equal("AK", line[ProxyOptions.AwsAccessKey]);
        Assert.Equal("a=b:c", line[ProxyOptions.AwsSecretAccessKey]);
        Assert.Equal("T", line[ProxyOptions.AwsSessionToken]);
        Assert.Equal("us-east-1", line[ProxyOptions.AwsRegion]);
        Assert.Equal("aws", line[ProxyOptions.CloudProvider]);
        Assert.Equal("/d b", line[ProxyOptions.DatabasePath]);
        Assert.Equal("0", line[ProxyOptions.KmipPort]);
        Assert.Equal("27018", line[ProxyOptions.MongodPort]);
        Assert.True(line.Has(ProxyOptions.AllowNewKeys));
        Assert.True(line.Has(ProxyOptions.Ephemeral));
        Assert.Equal([ProxyOptions.AwsSecretAccessKey, ProxyOptions.AwsSessionToken], line.ExposedSecrets());
    }

    [Theory]
    [InlineData("needs a value", "-dbpath")]
    [InlineData("needs a value", "-dbpath", "-kmipPort", "5")]
    [InlineData("empty value", "-dbpath=", "-kmipPort", "5")]
    [InlineData("empty value", "-dbpath", "")]
    [InlineData("given twice", "-dbpath", "a", "--dbpath=b")]
    [InlineData("given twice", "--ephemeral", "-ephemeral")]
    [InlineData("takes no value", "--ephemeral=true")]
    [InlineData("unknown option --foo", "--foo", "1")]
    [InlineData("did you mean --dbpath", "--dbPath", "/db")]
    [InlineData("unknown option", "---dbpath", "/db")]
    [InlineData("response files", "@arguments")]
    [InlineData("argument 1 is not an option", "serve")]
    [InlineData("argument 2 is not an option", "inspect", "CANARY")]
    [InlineData("unknown option", "inspect", "-dbpath", "x", "-kmipPort", "1")]
    [InlineData("nothing follows --", "-dbpath", "x", "--")]
    [InlineData("only serving", "check", "-dbpath", "x", "--", "mongod")]
    [InlineData("unknown option", "-CANARY/CANARY==")]
    [InlineData("unknown option", "--awsSecretKey=CANARY")]
    public async Task What_is_refused_with_exit_code_2_and_no_value_repeated(string reason, params string[] arguments)
    {
        ProxyRun run = await ProxyRun.RunAsync(arguments);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.StartsWith("kmip-proxy: error: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.DoesNotContain("CANARY", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_may_begin_with_a_dash() => Assert.Equal("-1", ProxyCommandLine.Parse(["-kmipPort", "-1"])[ProxyOptions.KmipPort]);

    [Fact]
    public void What_follows_two_dashes_is_the_childs()
    {
        ProxyCommandLine line = ProxyCommandLine.Parse(["-dbpath", "x", "--", "mongod", "--dbpath", "--", "-x"]);

        Assert.Equal(["mongod", "--dbpath", "--", "-x"], line.Child);
        Assert.Equal("x", line[ProxyOptions.DatabasePath]);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-help")]
    [InlineData("-h")]
    [InlineData("inspect", "--help")]
    [InlineData("-dbpath", "x", "--help")]
    public async Task Help_goes_to_the_output(params string[] arguments)
    {
        ProxyRun run = await ProxyRun.RunAsync(arguments);

        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Contains("-dbpath <DIR>", run.Output, StringComparison.Ordinal);
        Assert.Equal("", run.Error);
    }

    [Fact]
    public async Task Help_names_every_option()
    {
        string output = (await ProxyRun.RunAsync(["--help"])).Output;

        Assert.All(ProxyOptions.Serve, option => Assert.Contains(" -" + option.Name + " ", output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_version()
    {
        ProxyRun run = await ProxyRun.RunAsync(["--version"]);

        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Equal("kmip-proxy " + ProxyProgram.Version, run.Output.TrimEnd());
    }

    [Fact]
    public async Task No_arguments_show_the_usage()
    {
        ProxyRun run = await ProxyRun.RunAsync([]);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("usage: kmip-proxy", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Abuse", "A91")]
    public async Task A_secret_on_the_command_line_is_warned_of_and_not_repeated()
    {
        ProxyRun run = await ProxyRun.RunAsync(["check", "-dbpath", "/nonexistent", "-awsSecretAccessKey", "CANARY123"]);

        Assert.Contains("warning: option --awsSecretAccessKey puts a secret on the command line", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", run.All, StringComparison.Ordinal);
    }
}
