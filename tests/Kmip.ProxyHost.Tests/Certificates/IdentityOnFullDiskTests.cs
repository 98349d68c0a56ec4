using Kmip.ProxyHost.Certificates;
using Kmip.ProxyHost.Tests.Support;
using Kmip.TestSupport;

namespace Kmip.ProxyHost.Tests.Certificates;

/// <summary>A real file system of 64 KiB, full or read-only.</summary>
public sealed class IdentityOnFullDiskTests : IDisposable
{
    private readonly IdentityBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Theory]
    [Trait("Abuse", "A95")]
    [InlineData(false, "No space left on device")]
    [InlineData(true, "Read-only file system")]
    public async Task The_old_pair_stays_and_the_reason_is_told(bool readOnly, string reason)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "Only root can mount a file system.");
        string mount = Directory.CreateDirectory(Path.Combine(_bed.Directory, "mount")).FullName;
        (int code, _, string fault) = await ProgramProcess.RunAsync("mount", ["-t", "tmpfs", "-o", "size=64k,mode=700", "tmpfs", mount]);
        Assert.SkipUnless(code == 0, "No file system can be mounted here: " + fault);
        try
        {
            _bed.Prepare(directory: mount).Dispose();
            Dictionary<string, byte[]> old = Contents(mount);
            Assert.Equal(3, old.Count);
            if (readOnly)
            {
                Assert.Equal(0, (await ProgramProcess.RunAsync("mount", ["-o", "remount,ro", mount])).ExitCode);
            }
            else
            {
                Fill(Path.Combine(mount, "filler"));
            }

            ProxyException error = Assert.Throws<ProxyException>(() => _bed.Prepare(directory: mount, forceNew: true));

            Assert.Equal(ExitCode.File, error.ExitCode);
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
            Assert.Equal(old, Contents(mount));
            using ProxyIdentity next = _bed.Prepare(directory: mount);
            Assert.True(next.IsKept);
        }
        finally
        {
            await ProgramProcess.RunAsync("umount", [mount]);
        }
    }

    private static Dictionary<string, byte[]> Contents(string directory) => Directory.GetFileSystemEntries(directory)
        .Where(static path => !path.EndsWith("filler", StringComparison.Ordinal)).ToDictionary(static path => Path.GetFileName(path), File.ReadAllBytes);

    private static void Fill(string path)
    {
        using FileStream filler = File.Create(path, bufferSize: 0);
        Assert.Throws<IOException>(() =>
        {
            for (int i = 0; i < 1024; i++)
            {
                filler.Write(new byte[1024]);
            }
        });
    }
}
