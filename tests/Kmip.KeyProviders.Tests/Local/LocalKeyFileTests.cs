using System.Security.Cryptography;
using System.Text;

namespace Kmip.KeyProviders.Tests.Local;

/// <summary>Key files: forms, rights, creation.</summary>
public sealed class LocalKeyFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kmip-local-key-");
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_created_file_has_mode_0600_and_works()
    {
        string path = PathOf("new.key");
        LocalKeyProvider.CreateKeyFile(path);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }

        using LocalKeyProvider first = LocalKeyProvider.FromKeyFile(path);
        using LocalKeyProvider second = LocalKeyProvider.FromKeyFile(path);
        Assert.Equal(first.KeyId, second.KeyId);
        byte[] opened = new byte[32];
        Assert.Equal(32, await second.UnwrapAsync(await first.WrapAsync(_key, CancellationToken.None), opened, CancellationToken.None));
        Assert.Equal(_key, opened);
    }

    [Fact]
    public void A_file_or_link_in_the_way_is_left_alone()
    {
        string path = PathOf("taken");
        Write(path, [1, 2, 3]);
        Assert.Contains("exists already", Fails(() => LocalKeyProvider.CreateKeyFile(path)).Message, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));

        string link = PathOf("link");
        File.CreateSymbolicLink(link, PathOf("elsewhere"));
        Fails(() => LocalKeyProvider.CreateKeyFile(link));
        Assert.False(File.Exists(PathOf("elsewhere")));

        Assert.Contains("no such file or folder", Fails(() => LocalKeyProvider.CreateKeyFile(PathOf("missing/folder.key"))).Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> Forms => ["raw", "base64", "base64+newline", "hex", "HEX", " hex with space \r\n"];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Each_form_gives_the_same_key(string form)
    {
        byte[] content = form switch
        {
            "raw" => _key,
            "base64" => Encoding.ASCII.GetBytes(Convert.ToBase64String(_key)),
            "base64+newline" => Encoding.ASCII.GetBytes(Convert.ToBase64String(_key) + "\n"),
            "hex" => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(_key)),
            "HEX" => Encoding.ASCII.GetBytes(Convert.ToHexString(_key)),
            _ => Encoding.ASCII.GetBytes(" \t" + Convert.ToHexString(_key) + "\r\n"),
        };
        string path = PathOf("form");
        Write(path, content);
        using LocalKeyProvider fromFile = LocalKeyProvider.FromKeyFile(path);
        using var direct = new LocalKeyProvider(_key);
        Assert.Equal(direct.KeyId, fromFile.KeyId);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(64)]
    [InlineData(100_000)]
    public void What_is_no_key_is_refused_by_name_and_never_shown(int length)
    {
        string path = PathOf("wrong");
        byte[] content = new byte[length];
        content.AsSpan().Fill((byte)'z');
        Write(path, content);
        KeyProviderException failure = Fails(() => LocalKeyProvider.FromKeyFile(path));
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("zzz", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.GroupWrite)]
    public void A_file_open_to_others_is_refused(UnixFileMode open)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        string path = PathOf("open");
        Write(path, _key);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | open);
        }

        Assert.Contains("chmod 600", Fails(() => LocalKeyProvider.FromKeyFile(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_named()
    {
        Assert.Contains("no such file", Fails(() => LocalKeyProvider.FromKeyFile(PathOf("nowhere"))).Message, StringComparison.Ordinal);
        Assert.Contains(_folder.FullName, Fails(() => LocalKeyProvider.FromKeyFile(_folder.FullName)).Message, StringComparison.Ordinal);
    }

    private static KeyProviderException Fails(Action action)
    {
        KeyProviderException failure = Assert.Throws<KeyProviderException>(action);
        Assert.Equal(KeyProviderError.InvalidConfiguration, failure.Error);
        Assert.NotNull(failure.Remedy);
        return failure;
    }

    private static void Write(string path, byte[] content)
    {
        File.WriteAllBytes(path, content);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
