using Massar.Features.Marks.Domain;
using Massar.Features.Marks.Workbooks;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;

namespace Massar.Features.Marks.FillWorkbook;

public sealed record Query(int ClassId, string Subject, int Semester, string FileName, byte[] File) : IQuery<Filled>;

public sealed record Filled(string Name, byte[] Content, int Pupils);

public sealed class Handler(SheetBooks books) : IQueryHandler<Query, Filled>
{
    public async Task<Outcome<Filled>> Handle(Query request, CancellationToken cancellationToken)
    {
        if (await books.Load(request.ClassId, request.Subject, request.Semester, cancellationToken) is not { } book) return Refusal.NotFound;
        if (request.File.Length == 0) return Refusal.Conflict("marks.import.no-file");
        var filling = NotesCcWriter.Fill(request.File, book.Sheet);
        if (filling.File is not { } file)
        {
            var problem = filling.Problems.FirstOrDefault(p => !p.IsRemark) ?? filling.Problems[0];
            return Refusal.Conflict(problem.Key, [.. problem.Arguments]);
        }

        var name = BidiSafe.Clean(request.FileName);
        return new Filled(name.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase) ? name : NotesCcWriter.TeacherFileName(book.Sheet), file, book.Sheet.Rows.Count);
    }
}
