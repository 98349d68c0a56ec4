using System.Text;

namespace Kmip.Interop.Tests.Support;

/// <summary>
/// A secret and every form in which it could have been written: raw, text in UTF-8 and UTF-16, hexadecimal in both cases, base64 at each of the three places
/// it can have in a longer text.
/// </summary>
internal sealed class Canary
{
    /// <summary>Shorter forms could be found by chance.</summary>
    private const int LeastLength = 12;

    private readonly string _name;
    private readonly List<(string Form, byte[] Bytes)> _forms = [];

    /// <summary>A secret of bytes.</summary>
    public Canary(string name, byte[] secret)
    {
        _name = name;
        _forms.Add(("raw", secret));
        AddText("hex", Convert.ToHexString(secret));
        AddText("hex", Convert.ToHexStringLower(secret));
        for (int before = 0; before < 3; before++)
        {
            AddText("base64", Base64(secret, before));
            AddText("base64url", Base64(secret, before).Replace('+', '-').Replace('/', '_'));
        }

        Assert.All(_forms, form => Assert.True(form.Bytes.Length >= LeastLength, $"The canary {name} is too short."));
    }

    /// <summary>A secret text.</summary>
    public Canary(string name, string secret)
        : this(name, Encoding.UTF8.GetBytes(secret)) => AddText("text", secret);

    /// <summary>Fails where the secret is found.</summary>
    public void AssertAbsent(string where, ReadOnlySpan<byte> content)
    {
        foreach ((string form, byte[] bytes) in _forms)
        {
            Assert.True(content.IndexOf(bytes) < 0, $"{_name} was found as {form} in {where}.");
        }
    }

    /// <summary>Fails where one of the secrets is found in what was printed, or in a file of a folder other than the intended ones.</summary>
    public static void AssertAbsent(IReadOnlyCollection<Canary> canaries, string printed, string folder, params string[] intended)
    {
        byte[] text = Encoding.UTF8.GetBytes(printed);
        string[] files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        Assert.All(intended, file => Assert.Contains(file, files));
        foreach (Canary canary in canaries)
        {
            canary.AssertAbsent("the output", text);
            foreach (string file in files.Except(intended))
            {
                canary.AssertAbsent(file, File.ReadAllBytes(file));
            }
        }
    }

    private void AddText(string form, string text)
    {
        _forms.Add((form, Encoding.UTF8.GetBytes(text)));
        _forms.Add((form + " in UTF-16", Encoding.Unicode.GetBytes(text)));
        _forms.Add((form + " in UTF-16, big end first", Encoding.BigEndianUnicode.GetBytes(text)));
    }

    /// <summary>The characters that depend on the secret alone, whatever stands before and after it.</summary>
    private static string Base64(byte[] secret, int before)
    {
        string whole = Convert.ToBase64String([.. new byte[before], .. secret, .. new byte[3]]);
        int first = ((before * 4) + 2) / 3;
        int last = (before + secret.Length) * 4 / 3;
        return whole[first..last];
    }
}
