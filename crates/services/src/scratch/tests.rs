use super::*;

#[test]
fn what_a_killed_process_left_is_removed_and_nobody_else_is_disturbed() {
    let folder = tempfile::tempdir().unwrap();
    let running = Scratch::open(folder.path()).unwrap();
    let work = running.place("take-").unwrap();
    fs::write(work.path().join("recording"), "in use").unwrap();
    // As a process leaves its part that is killed: not locked any more.
    let left = folder.path().join("process-killed/export-1");
    fs::create_dir_all(&left).unwrap();
    fs::write(left.join("0"), "somebody's recording").unwrap();
    File::create(folder.path().join("process-killed").join(LOCK)).unwrap();

    let other = Scratch::open(folder.path()).unwrap();
    assert!(!folder.path().join("process-killed").exists());
    assert_eq!(fs::read(work.path().join("recording")).unwrap(), b"in use");
    drop((work, running, other));
    let names: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, [LOCK]);
}
