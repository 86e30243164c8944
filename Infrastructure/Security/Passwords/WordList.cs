namespace Massar.Infrastructure.Security.Passwords;

/// <summary>Reads the lists of words embedded beside this class: one word a line, <c>#</c> before a remark.</summary>
internal static class WordList
{
    public static string[] Load(string name)
    {
        var resource = $"{typeof(WordList).Namespace}.Words.{name}.words.txt";
        using var stream = typeof(WordList).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The word list {resource} is not in the program.");
        using var reader = new StreamReader(stream);

        var words = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Trim() is { Length: > 0 } word && word[0] != '#') words.Add(word);
        }

        return [.. words];
    }
}
