using Kmip.ProxyHost.Files;
using Kmip.ProxyHost.Tests.Support;
using Kmip.TestSupport;

namespace Kmip.ProxyHost.Tests.Files;

/// <summary>Private files: mode from the first moment, nothing half, links not followed, every fault told with the system's reason.</summary>
public sealed class AtomicFileTests : IDisposable
{
    private const int InputOutputError = 5;
    private const int NoSpaceLeft = 28;
    private readonly TemporaryFolder _folder = new();
    private readonly PhysicalFileSystem _files = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_file_is_private_and_leaves_no_temporary()
    {
        string path = _folder.Combine("a.pem");

        AtomicFile.Write(_files, path, "one"u8);
        AtomicFile.Write(_files, path, "two"u8);

        Assert.Equal("two", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.FullPath));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    [Fact]
    public void A_link_at_the_target_is_replaced_and_its_target_untouched()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        string victim = _folder.Combine("victim");
        File.WriteAllText(victim, "precious");
        string path = _folder.Combine("kmipClient.pem");
        File.CreateSymbolicLink(path, victim);

        AtomicFile.Write(_files, path, "new"u8);

        Assert.Equal("precious", File.ReadAllText(victim));
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Null(new FileInfo(path).LinkTarget);
    }

    [Fact]
    public void A_link_at_the_name_of_a_new_file_is_not_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        string path = _folder.Combine("planted.tmp");
        File.CreateSymbolicLink(path, _folder.Combine("elsewhere"));

        Assert.Throws<IOException>(() => _files.CreatePrivate(path));
        Assert.False(File.Exists(_folder.Combine("elsewhere")));
    }

    [Theory]
    [InlineData(InputOutputError, "Input/output error", false)]
    [InlineData(NoSpaceLeft, "No space left on device", false)]
    [InlineData(NoSpaceLeft, "No space left on device", true)]
    [Trait("Abuse", "A95")]
    [Trait("Abuse", "A101")]
    public void The_Nth_call_that_fails_is_reported_and_the_old_file_stays_whole(int errno, string reason, bool forEver)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The reasons are those of Unix.");
        string path = _folder.Combine("kmipCA.pem");
        List<string> failed = [];
        for (int n = 1; ; n++)
        {
            File.WriteAllText(path, "old");
            FaultyFileSystem faulty = new(_files, n, errno, forEver);
            ProxyException? error = Record.Exception(() => AtomicFile.Write(faulty, path, "new"u8, null)) as ProxyException;
            if (error is null)
            {
                Assert.Null(faulty.Failed);
                break;
            }

            failed.Add(faulty.Failed!);
            Assert.Equal(ExitCode.File, error.ExitCode);
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
            Assert.Equal(faulty.Failed == "sync directory" ? "new" : "old", File.ReadAllText(path));
            AtomicFile.RemoveStale(_files, _folder.FullPath);
            Assert.Equal([path], Directory.GetFileSystemEntries(_folder.FullPath));
        }

        Assert.Equal(["create", "write", "sync", "rename", "sync directory"], failed);
    }

    [Fact]
    public void Only_our_own_left_overs_are_removed()
    {
        File.WriteAllText(_folder.Combine(".kmipCA.pem.123.kmip-proxy.tmp"), "");
        File.WriteAllText(_folder.Combine("WiredTiger.tmp"), "");
        File.WriteAllText(_folder.Combine(".other.tmp"), "");

        Assert.Equal(1, AtomicFile.RemoveStale(_files, _folder.FullPath));

        Assert.Equal([".other.tmp", "WiredTiger.tmp"], _files.ListNames(_folder.FullPath));
    }

    [Fact]
    public void A_pipe_in_place_of_a_file_is_refused_at_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "mkfifo");
        string path = _folder.Combine("k.aws.metadata");
        using (System.Diagnostics.Process mkfifo = System.Diagnostics.Process.Start("mkfifo", path))
        {
            mkfifo.WaitForExit(10_000);
        }

        IOException error = Assert.Throws<IOException>(() => _files.Read(path, 100));

        Assert.Contains("not a regular file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void At_most_one_byte_more_than_the_limit_is_read()
    {
        string path = _folder.Combine("big");
        File.WriteAllBytes(path, new byte[10_000]);

        Assert.Equal(101, _files.Read(path, 100).Length);
        Assert.Equal(10_000, _files.Read(path, 10_000).Length);
    }

    [Fact]
    [Trait("Abuse", "A114")]
    public void The_second_lock_of_a_directory_is_refused_until_the_first_is_given_back()
    {
        using (DirectoryLock.Take(_folder.FullPath))
        {
            ProxyException error = Assert.Throws<ProxyException>(() => DirectoryLock.Take(_folder.FullPath));
            Assert.Equal(ExitCode.Locked, error.ExitCode);
            Assert.Contains(_folder.FullPath, error.Message, StringComparison.Ordinal);
        }

        DirectoryLock.Take(_folder.FullPath).Dispose();
    }
}
