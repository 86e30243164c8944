namespace Massar.Features.Mobility.Domain;

/// <summary>Takes the act a form brings with it.</summary>
public static class Uploads
{
    /// <summary>Name of the file's field in every form of this area.</summary>
    public const string Field = "Document";

    /// <summary>The bytes, or nothing when none was chosen.</summary>
    public static async Task<byte[]?> Document(this IFormCollection form, CancellationToken ct)
    {
        if (form.Files.GetFile(Field) is not { Length: > 0 } file)
            return null;
        using var memory = new MemoryStream((int)file.Length);
        await file.CopyToAsync(memory, ct);
        return memory.ToArray();
    }
}
