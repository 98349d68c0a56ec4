using System.Runtime.InteropServices;
using System.Text;
using Kmip.ProxyHost.Hardening;

namespace Kmip.ProxyHost.Tests.Hardening;

/// <summary>When the program starts itself anew, and with what.</summary>
public sealed class DiagnosticsRestartTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("0", false)]
    [InlineData("1", false)]
    [InlineData("", false)]
    public void It_is_needed_where_nobody_has_decided(string? value, bool needed)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux only.");

        Assert.Equal(needed, DiagnosticsRestart.IsNeeded(name => name == "DOTNET_EnableDiagnostics" ? value : null));
    }

    [Theory]
    [InlineData("one\0two words\0", "one|two words")]
    [InlineData("one\0\0three\0", "one||three")]
    [InlineData("one\0\0", "one|")]
    [InlineData("unterminated", "unterminated")]
    [InlineData("é=ü\0", "é=ü")]
    [InlineData("", null)]
    public void Strings_are_passed_on_as_they_were(string bytes, string? expected)
    {
        using NativeStrings strings = new(Encoding.UTF8.GetBytes(bytes));

        Assert.Equal(0, strings.Pointers[^1]);
        IEnumerable<string?> read = strings.Pointers[..^1].Select(pointer => Marshal.PtrToStringUTF8(pointer));
        Assert.Equal(expected?.Split('|') ?? [], read);
    }
}
