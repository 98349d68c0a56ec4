using Kmip.ProxyHost.Serving;
using Kmip.TestSupport;

namespace Kmip.ProxyHost.Tests.Serving;

/// <summary>The printed commands, letter by letter, and that a shell takes them as they are meant.</summary>
public sealed class MongodCommandTests
{
    [Fact]
    public void One_key_has_its_command_in_two_forms()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "paths of Unix");
        MongodCommand command = Assert.Single(MongodCommand.For("/data/db", 27017, 5696, "/data/db/kmipCA.pem", "/data/db/kmipClient.pem", ["k-1"]));

        const string Common = "mongod --dbpath /data/db --port 27017 --enableEncryption --kmipServerName 127.0.0.1 --kmipPort 5696 "
            + "--kmipServerCAFile /data/db/kmipCA.pem --kmipClientCertificateFile /data/db/kmipClient.pem --kmipKeyIdentifier k-1";
        Assert.Equal(Common + " --kmipActivateKeys false", command.Current);
        Assert.Equal(Common, command.Earlier);
    }

    [Fact]
    public void Paths_with_spaces_quotes_and_letters_of_any_script_are_quoted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "paths of Unix");
        MongodCommand command = Assert.Single(
            MongodCommand.For("/srv/my snapshot/Ünï'cödé 数据", 30000, 1, "/srv/a b/kmipCA.pem", "/srv/a b/kmipClient.pem", ["k"]));

        Assert.Equal(
            @"mongod --dbpath '/srv/my snapshot/Ünï'\''cödé 数据' --port 30000 --enableEncryption --kmipServerName 127.0.0.1 --kmipPort 1 "
            + "--kmipServerCAFile '/srv/a b/kmipCA.pem' --kmipClientCertificateFile '/srv/a b/kmipClient.pem' --kmipKeyIdentifier k",
            command.Earlier);
    }

    [Fact]
    public void A_relative_path_is_written_in_full()
    {
        MongodCommand command = MongodCommand.For("db", 27017, 1, "db/kmipCA.pem", "db/kmipClient.pem", ["k"])[0];

        Assert.Contains(Path.Combine(Directory.GetCurrentDirectory(), "db", "kmipCA.pem"), command.Current, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_keys_have_a_command_each_and_many_a_placeholder()
    {
        Assert.Equal(["a", "b"], MongodCommand.For("/d", 1, 2, "/d/a", "/d/c", ["a", "b"]).Select(static command => command.KeyId));

        MongodCommand many = Assert.Single(MongodCommand.For("/d", 1, 2, "/d/a", "/d/c", ["a", "b", "c", "d", "e"]));
        Assert.Equal("KEYID", many.KeyId);
        Assert.EndsWith("--kmipKeyIdentifier KEYID", many.Earlier, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_key_mongod_has_one_made()
    {
        MongodCommand command = Assert.Single(MongodCommand.For("/d", 1, 2, "/d/a", "/d/c", []));

        Assert.Null(command.Earlier);
        Assert.DoesNotContain("--kmipKeyIdentifier", command.Current, StringComparison.Ordinal);
        Assert.DoesNotContain("--kmipActivateKeys", command.Current, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain/path-1.pem", "plain/path-1.pem")]
    [InlineData("", "''")]
    [InlineData("a b", "'a b'")]
    [InlineData("$(id)`id`;&|<>*?~!#\"\\", "'$(id)`id`;&|<>*?~!#\"\\'")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("a\nb'\\", @"$'a\012b\'\\'")]
    [InlineData("\u202Eevil", @"$'\342\200\256evil'")]
    [InlineData("esc\u001b[31m", @"$'esc\033[31m'")]
    public void A_shell_takes_a_quoted_argument_as_it_was(string argument, string quoted) => Assert.Equal(quoted, ShellText.Quote(argument));

    [Theory]
    [InlineData("a b", "\"a b\"")]
    [InlineData(@"C:\data\db", @"C:\data\db")]
    public void Windows_quotes_otherwise(string argument, string quoted) => Assert.Equal(quoted, ShellText.QuoteForWindows(argument));

    [Fact]
    public async Task Bash_gives_back_every_argument()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "needs bash");
        string[] arguments = ["plain", "", "a b", "it's", "$(id)`id`;&|<>*?~!#\"\\", "数据 é", "line\nbreak's \\", "\u202Eevil\u001b[31m", "~", "-x"];

        (int code, string output, string error) = await ProgramProcess.RunAsync(
            "/bin/bash", ["-c", "printf '%s\\1' " + string.Join(' ', arguments.Select(ShellText.Quote))], new Dictionary<string, string?> { ["LC_ALL"] = "C.UTF-8" });

        Assert.Equal((0, ""), (code, error));
        Assert.Equal(arguments, output.TrimEnd('\n').Split('\u0001')[..^1]);
    }
}
